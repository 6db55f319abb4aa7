import { useState } from 'react';
import { t } from '#extension/language/t.ts';
import type { Mailbox } from '#shared/contract/mailbox.ts';
import type { SharingView } from '#shared/contract/sharing.ts';
import { useAnswer } from '../../bridge/use-answer.ts';
import { useCommand } from '../../bridge/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useShowToast } from '../../ui/toasts.tsx';
import { SharingFields } from './sharing-fields.tsx';
import { toForm, toRules } from './sharing-rules.ts';
import { useSharingCount } from './use-sharing-count.ts';

interface SharingDialogProps {
  mailbox: Mailbox;
  onClose: () => void;
}

/** What of a mailbox the team sees. Nothing changes before its owner has seen how much that is. */
export function SharingDialog({ mailbox, onClose }: SharingDialogProps) {
  const { value, problem } = useAnswer('sharing.get', { mailboxId: mailbox.id });
  return (
    <Dialog title={t('sharing.title', { address: mailbox.address })} note={t('sharing.note')} onClose={onClose}>
      {problem !== null && <Notice tone="warn">{problem}</Notice>}
      {value === undefined && problem === null && <Skeleton lines label={t('sharing.loading')} />}
      {value !== undefined && <SharingEditor sharing={value} onClose={onClose} />}
    </Dialog>
  );
}

function SharingEditor({ sharing, onClose }: { sharing: SharingView; onClose: () => void }) {
  const command = useCommand();
  const show = useShowToast();
  const [form, setForm] = useState(() => toForm(sharing));
  const rules = toRules(form);
  const { mailboxId } = sharing;
  const ofTeam = sharing.rules.filter(({ isOfTeam }) => isOfTeam).length;
  const { count, problem } = useSharingCount(mailboxId, rules);
  const confirm = async (): Promise<void> => {
    if (count === null) return;
    const result = await command('sharing.confirm', { mailboxId, rules, confirmedMails: count.mails });
    if (!result.ok) return;
    show({ text: t('sharing.done', result.value.sharedMails) });
    onClose();
  };
  return (
    <>
      <div className="grid min-h-0 gap-4 overflow-y-auto px-4 pb-4">
        {(sharing.handedOverMails > 0 || sharing.rules.some(({ isSuggested }) => isSuggested)) && (
          <Notice tone="quiet" className="rounded-lg">
            {t('sharing.handedOver', sharing.handedOverMails)}
          </Notice>
        )}
        <SharingFields form={form} onChange={setForm} />
        {ofTeam > 0 && <p className="text-small text-pretty text-muted">{t('sharing.besideTeam', ofTeam)}</p>}
      </div>
      <div role="status" className="border-t border-line bg-sunken px-4 py-2 text-small">
        {problem ??
          (count === null
            ? t('sharing.counting')
            : t('sharing.count', {
                mails: t('sharing.mails', count.mails),
                people: t('sharing.people', count.people),
                all: count.mailsInMailbox,
              }))}
      </div>
      <div className="flex justify-end gap-2 px-4 py-3">
        <Button onClick={onClose}>{t('sharing.cancel')}</Button>
        <Button kind="primary" disabled={count === null} onClick={() => void confirm()}>
          {count === null
            ? t('sharing.share')
            : count.mails === 0
              ? t('sharing.shareNothing')
              : t('sharing.shareCount', count.mails)}
        </Button>
      </div>
    </>
  );
}
