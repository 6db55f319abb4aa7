import { useState } from 'react';
import { t } from '#extension/language/t.ts';
import type { TabView } from '#extension/messaging/protocol.ts';
import type { CorrespondenceView } from '#shared/contract/correspondence.ts';
import type { OpenThread } from '#shared/contract/open-email.ts';
import { useStateOf } from '../../bridge/use-state-of.ts';
import { Notice } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { ToastPlace } from '../../ui/toasts.tsx';
import { ComposerOutline } from '../composer/composer-outline.tsx';
import { Composer } from '../composer/composer.tsx';
import { ConnectionLine } from '../connection-line.tsx';
import { MailboxAlert } from '../mailbox-alert.tsx';
import { ContactStrip } from '../contact/contact-strip.tsx';
import { findCustomers } from '../contact/people.ts';
import { Announcer } from '../discussion/announcer.tsx';
import { EmptyDiscussion } from '../discussion/empty-discussion.tsx';
import { MessageLog } from '../discussion/message-log.tsx';
import { ListView } from '../list/list-view.tsx';
import { MailLine } from '../mail/mail-line.tsx';
import { MailsOf } from '../mail/mail-list.tsx';
import { PrivateLine } from '../mail/private-line.tsx';
import { useMarkRead } from '../mail/use-mark-read.ts';
import { useReadable } from '../mail/use-readable.ts';
import { UseInReplyContext } from '../outgoing/use-in-reply.ts';
import { InsertIntoMail } from '../templates/insert-into-mail.tsx';
import { InboxButton, Toolbar } from '../toolbar.tsx';
import { JoinOfferCard } from './join-offer-card.tsx';
import { WritingLine } from './presence-line.tsx';
import { StandingLine } from './standing-line.tsx';
import { usePresenceBeats } from './use-presence-beats.ts';
import { useHeldComposer } from './use-held-composer.ts';
import { useSnapshot } from './use-snapshot.ts';

/** The open mail: who it is, where it stands, what the team says. */
export function ThreadView({ tab }: { tab: TabView }) {
  const [listFor, setListFor] = useState<string | null>(null);
  const { email, threadKey } = tab;
  const correspondence = useSnapshot(threadKey, tab.correspondence);
  const discussion = correspondence?.discussion ?? null;
  useMarkRead(useReadable(correspondence));
  const setWriting = usePresenceBeats(discussion?.id ?? null);
  if (listFor !== null && listFor !== (threadKey ?? '')) setListFor(null);

  const isOpen = email?.state === 'open' && threadKey !== null;
  const shown = isOpen ? { threadKey, discussion, chat: correspondence?.chat ?? null } : null;
  const { held, handlers } = useHeldComposer(shown);
  // Never two boxes at once that a word could land in by mistake: the team's makes way for the customer's.
  const [isAnswering, setAnswering] = useState(false);

  if (listFor === (threadKey ?? '')) return <ListView email={null} onBack={() => setListFor(null)} />;
  return (
    <>
      <Toolbar start={<InboxButton onClick={() => setListFor(threadKey ?? '')} />}>
        {isOpen && <InsertIntoMail tab={tab} email={email} correspondence={correspondence} />}
      </Toolbar>
      <ConnectionLine />
      <MailboxAlert />
      {isOpen ? (
        <OpenMail
          tab={tab}
          email={email}
          threadKey={threadKey}
          correspondence={correspondence}
          onAnswering={setAnswering}
        />
      ) : (
        <Opening />
      )}
      <footer {...handlers} className="relative shrink-0">
        <ToastPlace />
        <div hidden={isAnswering}>
          <WritingLine presence={correspondence?.presence ?? null} />
          {held === null ? (
            <ComposerOutline />
          ) : (
            <Composer {...held} draftName={held.threadKey} isPaused={!isOpen} onWriting={setWriting} />
          )}
        </div>
      </footer>
      {isOpen && <Announcer discussion={discussion} />}
    </>
  );
}

const Opening = () => (
  <main className="min-h-0 flex-1 overflow-hidden">
    <h1 className="sr-only">{t('thread.opening')}</h1>
    <Skeleton label={t('thread.opening')} />
  </main>
);

interface OpenMailProps {
  tab: TabView;
  email: OpenThread;
  threadKey: string;
  correspondence: CorrespondenceView | null;
  onAnswering: (isAnswering: boolean) => void;
}

function OpenMail({ tab, email, threadKey, correspondence, onAnswering }: OpenMailProps) {
  const discussion = correspondence?.discussion ?? null;
  const [mailFor, setMailFor] = useState<string | null>(null);
  const [copied, setCopied] = useStateOf<string | null>(threadKey, null);
  const answerWith = (text: string): void => {
    setCopied(() => text);
    setMailFor(threadKey);
  };
  const queued = tab.queued.filter(
    (message) => message.threadKey === threadKey || message.discussionId === discussion?.id,
  );
  const customer = findCustomers(email, tab.addressHashes, correspondence)[0]?.name ?? null;
  const mail = correspondence?.mail ?? null;
  const showsMail = mail !== null && mailFor === threadKey;
  const empty = discussion === null && queued.length === 0;
  return (
    <div className="flex min-h-0 flex-1 flex-col short:overflow-y-auto">
      <ContactStrip threadKey={threadKey} mail={email} hashes={tab.addressHashes} correspondence={correspondence} />
      {correspondence?.isPrivate === true && correspondence.correspondenceId !== null && (
        <PrivateLine correspondenceId={correspondence.correspondenceId} />
      )}
      {mail !== null && (
        <MailLine
          key={mail.id}
          card={mail}
          toggle={{ isOpen: showsMail, onToggle: () => setMailFor(showsMail ? null : threadKey) }}
        />
      )}
      {discussion !== null && !showsMail && (
        <StandingLine
          discussion={discussion}
          presence={correspondence?.presence ?? null}
          problem={correspondence?.chat.problem ?? null}
        />
      )}
      <main
        aria-label={showsMail ? t('mail.title') : t('thread.discussion')}
        className="relative flex min-h-0 flex-1 flex-col short:min-h-[calc(100%-3rem)] short:shrink-0"
      >
        <h1 className="sr-only">{email.subject === '' ? t('thread.noSubject') : email.subject}</h1>
        {tab.problem !== null && <Notice tone="warn">{tab.problem}</Notice>}
        {showsMail ? (
          <MailsOf card={mail} copied={copied} onCopied={() => setCopied(() => null)} onWriting={onAnswering} />
        ) : (
          <>
            {correspondence === null && queued.length === 0 && <Skeleton lines label={t('thread.loading')} />}
            {correspondence !== null && correspondence.joinOffer !== null && discussion === null && (
              <JoinOfferCard offer={correspondence.joinOffer} threadKey={threadKey} />
            )}
            {correspondence !== null && empty && correspondence.joinOffer === null && (
              <EmptyDiscussion customer={customer} chat={correspondence.chat} />
            )}
            {!empty && (
              <UseInReplyContext value={mail === null ? null : answerWith}>
                <MessageLog key={threadKey} discussion={discussion} queued={queued} />
              </UseInReplyContext>
            )}
          </>
        )}
      </main>
    </div>
  );
}
