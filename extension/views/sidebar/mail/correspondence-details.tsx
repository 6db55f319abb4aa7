import { t } from '#extension/language/t.ts';
import { useTopic } from '../../bridge/topic-store.ts';
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
  useMarkRead(card);
  if (card === null)
    return mail.problem === null ? (
      <Skeleton lines label={t('mail.loading')} />
    ) : (
      <Notice tone="warn">{mail.problem}</Notice>
    );
  return (
    <>
      <h2 dir="auto" className="shrink-0 border-b border-line px-4 pb-2.5 text-title font-semibold text-pretty">
        {card.subject === '' ? t('list.noSubject') : card.subject}
      </h2>
      <MailLine card={card} />
      <MailList mail={mail} />
    </>
  );
}
