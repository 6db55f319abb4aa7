import { t } from '#extension/language/t.ts';
import type { CorrespondenceCard } from '#shared/contract/correspondence-list.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { MailEntry } from './mail-entry.tsx';
import { useMail, type MailOf } from './use-mail.ts';

/** The e-mails of the open thread's correspondence. */
export const MailsOf = ({ card }: { card: CorrespondenceCard }) => <MailList mail={useMail(card.id, card.version)} />;

/** E-mails across everyone's mailboxes, the oldest first; the newest stands open. */
export function MailList({ mail: { detail, problem, readOlder } }: { mail: MailOf }) {
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto bg-sunken pb-2">
      {problem !== null && <Notice tone="warn">{problem}</Notice>}
      {detail === null && problem === null && <Skeleton lines label={t('mail.loading')} />}
      {detail?.hasOlder === true && (
        <Button kind="ghost" size="small" className="mx-auto mt-2" onClick={readOlder}>
          {t('mail.older')}
        </Button>
      )}
      {detail !== null && detail.privateEmailCount > 0 && (
        <Notice tone="quiet" className="mx-2 mt-2 rounded-lg">
          {t('mail.privateCount', detail.privateEmailCount)}
        </Notice>
      )}
      <ul className="grid max-w-200 grid-cols-[minmax(0,1fr)] gap-2 px-2 pt-2">
        {detail?.emails.map((email, at) => (
          <MailEntry key={email.id} email={email} startsOpen={at === detail.emails.length - 1} />
        ))}
      </ul>
    </div>
  );
}
