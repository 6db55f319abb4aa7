import { ClipboardCheck, ClipboardCopy } from 'lucide-react';
import { useState } from 'react';
import { t } from '#extension/language/t.ts';
import type { UnreadableReason } from '#shared/contract/open-email.ts';
import { useCommand } from '../bridge/use-command.ts';
import { useCopy } from '../bridge/use-copy.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { unreadableReasons, unreadableRemedy } from './unreadable-reasons.ts';

/** Says why the open mail can't be told, instead of guessing; the list below still works. */
export function Unreadable({ reason }: { reason: UnreadableReason }) {
  const command = useCommand();
  const copyText = useCopy();
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    const result = await command('report.page-shape', null);
    if (result.ok) setCopied(await copyText(result.value.shape));
  };
  return (
    <section aria-label={t('unreadable.title')}>
      <Notice tone="warn" className="mx-3 my-1 rounded-lg">
        <h2 className="font-semibold">{t('unreadable.title')}</h2>
        <p className="mt-0.5">
          {t(unreadableReasons[reason])} {t('unreadable.instead')} {t(unreadableRemedy(reason))}
        </p>
        <Button size="small" className="mt-2" onClick={() => void copy()}>
          {copied ? <ClipboardCheck size={14} aria-hidden /> : <ClipboardCopy size={14} aria-hidden />}
          {copied ? t('unreadable.copied') : t('unreadable.copy')}
        </Button>
        <p className="mt-1.5 text-caption">{t('unreadable.report')}</p>
      </Notice>
    </section>
  );
}
