import { ClipboardCheck, ClipboardCopy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { t } from '#extension/language/t.ts';
import { useBridge } from '../bridge/bridge.ts';
import { useTopic } from '../bridge/topic-store.ts';
import { useCopy } from '../bridge/use-copy.ts';
import { Button } from '../ui/button.tsx';
import { composeReport } from './compose-report.ts';
import { SectionPage } from './section.tsx';

/** How everything stands, to be copied for whoever helps: no text of a mail or message, no names of customers. */
export function DiagnosticsSection() {
  const { shell } = useBridge();
  const [browser, setBrowser] = useState<{ browser: string; storedBytes: number | null }>();
  const [isCopied, setIsCopied] = useState(false);
  useEffect(() => void shell.describeBrowser().then(setBrowser), [shell]);
  const report = composeReport({
    version: shell.version,
    browser,
    session: useTopic('session'),
    connection: useTopic('connection'),
    pages: useTopic('pages'),
    mailboxes: useTopic('mailboxes'),
    inbox: useTopic('inbox'),
    chat: useTopic('chat'),
  });
  const copyText = useCopy();
  const copy = async (): Promise<void> => {
    setIsCopied(await copyText(report));
  };
  return (
    <SectionPage title={t('options.diagnostics')} note={t('diagnostics.note')}>
      <div className="grid gap-3">
        <div>
          <Button onClick={() => void copy()}>
            {isCopied ? <ClipboardCheck size={14} aria-hidden /> : <ClipboardCopy size={14} aria-hidden />}
            {isCopied ? t('unreadable.copied') : t('unreadable.copy')}
          </Button>
        </div>
        <pre
          tabIndex={0}
          aria-label={t('diagnostics.report')}
          className="overflow-x-auto rounded-xl border border-line bg-canvas p-4 font-mono text-caption"
        >
          {report}
        </pre>
      </div>
    </SectionPage>
  );
}
