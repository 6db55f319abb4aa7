import { ExternalLink } from 'lucide-react';
import { t } from '#extension/language/t.ts';
import { useTopic } from '../../bridge/topic-store.ts';
import { useCommand } from '../../bridge/use-command.ts';
import { IconButton } from '../../ui/button.tsx';
import { joinClasses } from '../../ui/join-classes.ts';
import { Notice } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { MailLine } from './mail-line.tsx';
import { MailList } from './mail-list.tsx';
import { useMail } from './use-mail.ts';
import { useMarkRead } from './use-mark-read.ts';

/** One correspondence without its page: its subject, where it stands, its e-mails. */
export function CorrespondenceDetails({ id }: { id: string }) {
  const changedAt = useTopic('correspondences')?.changedAt ?? 0;
  const mail = useMail(id, changedAt);
  const card = mail.detail?.card ?? null;
  const mailUrl = mail.detail?.mailUrl ?? null;
  const command = useCommand();
  useMarkRead(card);
  if (card === null)
    return mail.problem === null ? (
      <Skeleton lines label={t('mail.loading')} />
    ) : (
      <Notice tone="warn">{mail.problem}</Notice>
    );
  return (
    <>
      <div className="relative shrink-0">
        <h2
          dir="auto"
          className={joinClasses(
            'border-b border-line px-4 pb-2.5 text-title font-semibold text-pretty',
            mailUrl !== null && 'pe-11',
          )}
        >
          {card.subject === '' ? t('list.noSubject') : card.subject}
        </h2>
        {mailUrl !== null && (
          <IconButton
            label={t('mail.openInWebmail')}
            className="absolute end-2 -top-0.5"
            onClick={() => void command('overlay.navigate', { url: mailUrl })}
          >
            <ExternalLink size={15} aria-hidden />
          </IconButton>
        )}
      </div>
      <MailLine card={card} />
      <MailList mail={mail} correspondenceId={card.id} />
    </>
  );
}
