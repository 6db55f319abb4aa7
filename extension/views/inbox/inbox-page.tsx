import { ChevronLeft, MailOpen } from 'lucide-react';
import { t } from '#extension/language/t.ts';
import { useBridge } from '../bridge/bridge.ts';
import { useTopic } from '../bridge/topic-store.ts';
import { ConnectionLine } from '../sidebar/connection-line.tsx';
import { CorrespondenceDetails } from '../sidebar/mail/correspondence-details.tsx';
import { SelfContext, selfOf } from '../sidebar/self.ts';
import { Button } from '../ui/button.tsx';
import { joinClasses } from '../ui/join-classes.ts';
import { Mark } from '../ui/mark.tsx';
import { ToastPlace } from '../ui/toasts.tsx';
import { useTheme } from '../ui/use-theme.ts';
import { CorrespondenceList } from './correspondence-list.tsx';
import { choose, useChosen } from './use-chosen.ts';

/** The team's correspondences on a page of their own: the list, and beside it the one that is chosen. */
export function InboxPage() {
  const session = useTopic('session');
  const { shell } = useBridge();
  const chosenId = useChosen();
  useTheme(null);
  if (session === undefined) return null;
  const self = selfOf(session);
  if (self === null) return <SignedOut />;
  return (
    <SelfContext value={self}>
      <div className="flex h-dvh flex-col bg-canvas sm:flex-row">
        <aside
          className={joinClasses(
            'min-h-0 w-full flex-1 flex-col border-e border-line sm:flex sm:w-96 sm:flex-none',
            chosenId === null ? 'flex' : 'hidden',
          )}
        >
          <header className="flex h-12 shrink-0 items-center gap-2.5 px-4">
            <Mark size={22} />
            <h1 className="text-title font-semibold tracking-tight">{t('inbox.title')}</h1>
          </header>
          <ConnectionLine />
          <CorrespondenceList
            chosenId={chosenId}
            onChoose={choose}
            onConnect={() => void shell.openOptions('mailboxes')}
          />
        </aside>
        <main
          aria-label={t('mail.title')}
          className={joinClasses('min-h-0 min-w-0 flex-1 flex-col pt-3 sm:flex', chosenId === null ? 'hidden' : 'flex')}
        >
          {chosenId === null ? <NothingChosen /> : <Chosen id={chosenId} />}
          <div className="relative">
            <ToastPlace />
          </div>
        </main>
      </div>
    </SelfContext>
  );
}

const Chosen = ({ id }: { id: string }) => (
  <>
    <div className="px-2 sm:hidden">
      <Button kind="ghost" size="small" onClick={() => choose(null)}>
        <ChevronLeft size={16} aria-hidden className="rtl:rotate-180" />
        {t('inbox.title')}
      </Button>
    </div>
    <CorrespondenceDetails key={id} id={id} />
  </>
);

const NothingChosen = () => (
  <div className="m-auto grid max-w-72 justify-items-center gap-2 pb-24 text-center text-muted">
    <MailOpen size={28} strokeWidth={1.5} aria-hidden />
    <p className="text-small text-pretty">{t('inbox.choose')}</p>
  </div>
);

function SignedOut() {
  const { shell } = useBridge();
  return (
    <main className="grid h-dvh place-content-center justify-items-center gap-4 text-center">
      <Mark size={40} />
      <h1 className="text-title font-semibold">{t('inbox.signedOut')}</h1>
      <Button kind="primary" onClick={() => void shell.openSignIn()}>
        {t('signedOut.signIn')}
      </Button>
    </main>
  );
}
