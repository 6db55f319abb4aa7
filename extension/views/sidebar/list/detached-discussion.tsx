import { t } from '#extension/language/t.ts';
import type { DiscussionCard } from '#shared/contract/discussion.ts';
import { useTopic } from '../../bridge/topic-store.ts';
import { Notice } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { ToastPlace } from '../../ui/toasts.tsx';
import { Composer } from '../composer/composer.tsx';
import { ConnectionLine } from '../connection-line.tsx';
import { MailboxAlert } from '../mailbox-alert.tsx';
import { Announcer } from '../discussion/announcer.tsx';
import { MessageLog } from '../discussion/message-log.tsx';
import { BackButton, Toolbar } from '../toolbar.tsx';
import { useDetachedDiscussion } from './use-detached-discussion.ts';

const nobodyWaits = () => {};

/** A discussion about a mail that only a teammate's mailbox has: its messages, without the mail. */
export function DetachedDiscussion({ card, onBack }: { card: DiscussionCard; onBack: () => void }) {
  const { discussion, problem } = useDetachedDiscussion(card);
  const queued = (useTopic('tab')?.queued ?? []).filter(({ discussionId }) => discussionId === card.id);
  return (
    <>
      <Toolbar start={<BackButton label={t('sidebar.discussions')} onClick={onBack} />} />
      <ConnectionLine />
      <MailboxAlert />
      <header className="shrink-0 border-b border-line px-4 pb-2.5">
        <h1 dir="auto" className="text-title font-semibold text-pretty">
          {card.subject === '' ? t('list.noSubject') : card.subject}
        </h1>
        <p className="text-small text-pretty text-muted">{t('list.detached', { sender: card.senderName })}</p>
      </header>
      <main aria-label={t('thread.discussion')} className="relative flex min-h-0 flex-1 flex-col">
        {problem !== null && <Notice tone="warn">{problem}</Notice>}
        {discussion === null && problem === null && <Skeleton lines label={t('thread.loading')} />}
        {discussion !== null && <MessageLog discussion={discussion} queued={queued} />}
      </main>
      {discussion !== null && (
        <footer className="relative shrink-0">
          <ToastPlace />
          <Composer
            draftName={`discussion:${card.id}`}
            threadKey={null}
            discussion={discussion}
            chat={null}
            onWriting={nobodyWaits}
          />
        </footer>
      )}
      <Announcer discussion={discussion} />
    </>
  );
}
