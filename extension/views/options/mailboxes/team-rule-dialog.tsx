import { t } from '#extension/language/t.ts';
import { MailboxId } from '#shared/contract/ids.ts';
import type { SharingCount, TeamRule } from '#shared/contract/sharing.ts';
import { useAnswer } from '../../bridge/use-answer.ts';
import { useCommand } from '../../bridge/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { useShowToast } from '../../ui/toasts.tsx';
import { ruleWords } from './rule-words.ts';

interface TeamRuleDialogProps {
  rule: TeamRule;
  mailboxId: string;
  address: string;
  onAnswered: () => void;
  onClose: () => void;
}

/** Shows how much a team rule would share of a mailbox, and asks its owner for a word on it. */
export function TeamRuleDialog({ rule, mailboxId: id, address, onAnswered, onClose }: TeamRuleDialogProps) {
  const command = useCommand();
  const show = useShowToast();
  const mailboxId = MailboxId.parse(id);
  const { value: count, problem } = useAnswer('team-rule.preview', { ruleId: rule.id, mailboxId });
  const answer = async (accept: boolean): Promise<void> => {
    const confirmedMails = count?.mails ?? 0;
    const result = await command('team-rule.answer', { ruleId: rule.id, mailboxId, accept, confirmedMails });
    if (!result.ok) return;
    if (accept) show({ text: t('teamRules.accepted') });
    onAnswered();
    onClose();
  };
  return (
    <Dialog
      title={t('teamRules.dialogTitle', { address })}
      note={t('teamRules.dialogNote', { what: ruleWords(rule) })}
      onClose={onClose}
    >
      <div role="status" className="border-y border-line bg-sunken px-4 py-3">
        {problem ?? (count === undefined ? t('sharing.counting') : countWords(rule, count))}
      </div>
      <div className="flex justify-end gap-2 px-4 py-3">
        <Button onClick={() => void answer(false)}>{t('teamRules.decline')}</Button>
        <Button kind="primary" disabled={count === undefined} onClick={() => void answer(true)}>
          {count === undefined || count.mails === 0 ? t('teamRules.accept') : t('sharing.shareCount', count.mails)}
        </Button>
      </div>
    </Dialog>
  );
}

function countWords({ kind }: TeamRule, { mails, people, contacts }: SharingCount): string {
  if (mails === 0) return t('teamRules.nothingNow');
  const words = {
    mails: t('sharing.mails', mails),
    contacts: t('teamRules.contactCount', contacts),
  };
  if (kind === 'contacts') return t('teamRules.countContacts', words);
  return t('teamRules.count', { ...words, people: t('sharing.people', people) });
}
