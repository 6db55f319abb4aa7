import { useState } from 'react';
import { t } from '#extension/language/t.ts';
import { MailboxId } from '#shared/contract/ids.ts';
import type { TeamRule } from '#shared/contract/sharing.ts';
import type { Self } from '../../sidebar/self.ts';
import { useAnswer } from '../../bridge/use-answer.ts';
import { useCommand } from '../../bridge/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { useShowToast } from '../../ui/toasts.tsx';
import { rolesToGive } from '../role-words.ts';
import { Group, ItemRow } from '../section.tsx';
import { ProposeRuleDialog } from './propose-rule-dialog.tsx';
import { ruleWords } from './rule-words.ts';
import { TeamRuleDialog } from './team-rule-dialog.tsx';

/** The sharing rules proposed for everybody, with one's own answer for each of one's mailboxes. */
export function TeamRules({ self }: { self: Self }) {
  const { value: rules, again } = useAnswer('team-rule.list', null);
  const [proposing, setProposing] = useState(false);
  const mayManage = rolesToGive(self.role).length > 0;
  if (rules === undefined || (rules.length === 0 && !mayManage)) return null;
  return (
    <Group title={t('teamRules.title')} note={t('teamRules.note')}>
      {rules.map((rule) => (
        <RuleItem key={rule.id} rule={rule} mayManage={mayManage} onChanged={again} />
      ))}
      {mayManage && (
        <ItemRow
          actions={
            <Button size="small" onClick={() => setProposing(true)}>
              {t('teamRules.propose')}
            </Button>
          }
        >
          {rules.length === 0 && <span className="text-small text-muted">{t('teamRules.none')}</span>}
        </ItemRow>
      )}
      {proposing && <ProposeRuleDialog onProposed={again} onClose={() => setProposing(false)} />}
    </Group>
  );
}

interface RuleItemProps {
  rule: TeamRule;
  mayManage: boolean;
  onChanged: () => void;
}

function RuleItem({ rule, mayManage, onChanged }: RuleItemProps) {
  const command = useCommand();
  const { id: ruleId, includesFreeMail, proposedBy, answers, mine } = rule;
  const withdraw = async (): Promise<void> => {
    await command('team-rule.withdraw', { ruleId });
    onChanged();
  };
  return (
    <div>
      <ItemRow
        actions={
          mayManage && (
            <ConfirmButton
              label={t('teamRules.withdraw')}
              question={t('teamRules.withdrawConfirm')}
              onConfirm={() => void withdraw()}
            />
          )
        }
      >
        <div>
          <p className="font-medium break-words">{ruleWords(rule)}</p>
          {includesFreeMail && <p className="text-small text-muted">{t('teamRules.freeMail')}</p>}
          <p className="text-small text-muted">{t('teamRules.proposedBy', { name: proposedBy })}</p>
          {answers !== null && <p className="text-small text-muted">{t('teamRules.answers', answers)}</p>}
        </div>
      </ItemRow>
      {mine.length > 0 && (
        <ul className="grid gap-1 px-4 pb-3">
          {mine.map((own) => (
            <OwnAnswer key={own.mailboxId} rule={rule} own={own} onChanged={onChanged} />
          ))}
        </ul>
      )}
    </div>
  );
}

interface OwnAnswerProps {
  rule: TeamRule;
  own: TeamRule['mine'][number];
  onChanged: () => void;
}

function OwnAnswer({ rule, own: { mailboxId, address, answer, mails }, onChanged }: OwnAnswerProps) {
  const command = useCommand();
  const show = useShowToast();
  const [looking, setLooking] = useState(false);
  const takeBack = async (): Promise<void> => {
    const input = { ruleId: rule.id, mailboxId: MailboxId.parse(mailboxId), accept: false, confirmedMails: 0 };
    const result = await command('team-rule.answer', input);
    if (result.ok) show({ text: t('teamRules.takenBack') });
    onChanged();
  };
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1.5 rounded-lg bg-sunken px-3 py-2 text-small">
      <span className="min-w-40 flex-1">
        <span className="block font-medium break-all">{address}</span>
        <span className="block text-muted">
          {answer === 'accepted'
            ? t('teamRules.shares', mails)
            : answer === 'declined'
              ? t('teamRules.declined')
              : t('teamRules.open')}
        </span>
      </span>
      {answer === 'accepted' ? (
        <Button size="small" className="ms-auto" onClick={() => void takeBack()}>
          {t('teamRules.takeBack')}
        </Button>
      ) : (
        <Button size="small" className="ms-auto" onClick={() => setLooking(true)}>
          {t('teamRules.look')}
        </Button>
      )}
      {looking && (
        <TeamRuleDialog
          rule={rule}
          mailboxId={mailboxId}
          address={address}
          onAnswered={onChanged}
          onClose={() => setLooking(false)}
        />
      )}
    </li>
  );
}
