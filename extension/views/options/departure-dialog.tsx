import { useState } from 'react';
import { t } from '#extension/language/t.ts';
import type { Result } from '#extension/messaging/protocol.ts';
import type { Departure, HandOver } from '#shared/contract/departure.ts';
import { MailboxId, UserId } from '#shared/contract/ids.ts';
import type { Teammate } from '#shared/contract/person.ts';
import { useAttempt } from '../bridge/use-attempt.ts';
import { useAnswer } from '../bridge/use-answer.ts';
import { useTopic } from '../bridge/topic-store.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Field, Select } from '../ui/field.tsx';
import { Notice } from '../ui/notice.tsx';
import { Skeleton } from '../ui/skeleton.tsx';

interface DepartureDialogProps {
  userId: string;
  /** Who answers the threads unless somebody else is named. */
  heirId: string | null;
  title: string;
  /** The last word, on the button that does it. */
  question: string;
  onClose: () => void;
  onDepart: (handOver: HandOver) => Promise<Result<unknown>>;
}

/** Asks what becomes of what somebody leaves behind, before they are out of the team; a refusal is said here and loses no choice. */
export function DepartureDialog({ userId, title, ...rest }: DepartureDialogProps) {
  const { value, problem } = useAnswer('team.departure', { userId });
  return (
    <Dialog title={title} note={t('departure.note')} onClose={rest.onClose}>
      {problem !== null && <Notice tone="warn">{problem}</Notice>}
      {value === undefined && problem === null && <Skeleton lines label={t('departure.loading')} />}
      {value !== undefined && <Choices departure={value} userId={userId} {...rest} />}
    </Dialog>
  );
}

type ChoicesProps = Omit<DepartureDialogProps, 'title'> & { departure: Departure };

function Choices({ departure, userId, heirId, question, onClose, onDepart }: ChoicesProps) {
  const teammates = useTopic('teammates') ?? [];
  const heirs = teammates.filter(({ id, role }) => id !== userId && role !== 'viewer');
  const [assignTo, setAssignTo] = useState(heirId ?? '');
  const [owners, setOwners] = useState<Record<string, string>>({});
  const { attempt, isBusy, problem } = useAttempt(onClose);
  const depart = async (): Promise<void> => {
    const mailboxesTo = Object.entries(owners)
      .filter(([, to]) => to !== '')
      .map(([mailboxId, to]) => ({ mailboxId: MailboxId.parse(mailboxId), to: UserId.parse(to) }));
    await attempt(() => onDepart({ assignTo: assignTo === '' ? null : UserId.parse(assignTo), mailboxesTo }));
  };
  return (
    <>
      <div className="grid min-h-0 gap-4 overflow-y-auto px-4 pb-4">
        {departure.mailboxes.map(({ id, address }) => (
          <Heir
            key={id}
            label={address}
            hint={(owners[id] ?? '') === '' ? t('departure.disconnectNote') : t('departure.handOverNote')}
            nobody={t('departure.disconnect')}
            heirs={heirs}
            value={owners[id] ?? ''}
            onChange={(to) => setOwners({ ...owners, [id]: to })}
          />
        ))}
        {departure.assignedThreads > 0 && (
          <Heir
            label={t('departure.threads', departure.assignedThreads)}
            hint={t('departure.threadsNote')}
            nobody={t('departure.nobody')}
            heirs={heirs}
            value={assignTo}
            onChange={setAssignTo}
          />
        )}
      </div>
      <div role="alert">
        {problem !== null && (
          <Notice tone="warn" className="mx-4 mb-4 rounded-lg">
            {problem}
          </Notice>
        )}
      </div>
      <div className="flex justify-end gap-2 px-4 pb-4">
        <Button onClick={onClose}>{t('action.keep')}</Button>
        <Button kind="danger" disabled={isBusy} onClick={() => void depart()}>
          {question}
        </Button>
      </div>
    </>
  );
}

interface HeirProps {
  label: string;
  hint: string;
  /** What the empty choice means. */
  nobody: string;
  heirs: readonly Teammate[];
  value: string;
  onChange: (userId: string) => void;
}

const Heir = ({ label, hint, nobody, heirs, value, onChange }: HeirProps) => (
  <Field label={label} hint={hint}>
    {(ids) => (
      <Select {...ids} value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">{nobody}</option>
        {heirs.map(({ id, name }) => (
          <option key={id} value={id}>
            {t('departure.to', { name })}
          </option>
        ))}
      </Select>
    )}
  </Field>
);
