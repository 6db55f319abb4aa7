import { useTopic } from '../bridge/topic-store.ts';
import { ConnectionLine } from '../sidebar/connection-line.tsx';
import { selfOf } from '../sidebar/self.ts';
import { Mark } from '../ui/mark.tsx';
import { ToastPlace } from '../ui/toasts.tsx';
import { useTheme } from '../ui/use-theme.ts';
import { AccountSection } from './account-section.tsx';
import { AppearanceSection } from './appearance-section.tsx';
import { DevicesSection } from './devices-section.tsx';
import { MailboxSection } from './mailboxes/mailbox-section.tsx';
import { OptionsNav } from './options-nav.tsx';
import { PresenceSection } from './presence-section.tsx';
import { SignedOutNote } from './signed-out-note.tsx';
import { SlackSection } from './slack-section.tsx';
import { TeamSection } from './team-section.tsx';
import { WebmailSection } from './webmail-section.tsx';
import { useSection } from './use-section.ts';

/** Settings, one section at a time; each has its own address. */
export function Options() {
  const session = useTopic('session');
  const section = useSection();
  useTheme(null);
  const self = session === undefined ? undefined : selfOf(session);
  return (
    <div className="mx-auto flex min-h-full max-w-220 flex-col gap-x-10 px-4 sm:flex-row sm:px-6">
      <aside className="shrink-0 pt-5 sm:w-44 sm:pt-10">
        <div className="flex items-center gap-2.5 pb-4 sm:pb-6">
          <Mark size={26} />
          <span className="text-title font-semibold tracking-tight">Sidethread</span>
        </div>
        <OptionsNav current={section} />
      </aside>
      <div className="relative flex min-w-0 flex-1 flex-col">
        <main className="min-w-0 flex-1 pt-6 pb-24 sm:pt-10">
          <div className="mb-4 overflow-hidden rounded-lg empty:hidden">
            <ConnectionLine />
          </div>
          {section === 'appearance' && <AppearanceSection />}
          {section !== 'appearance' && self === null && <SignedOutNote />}
          {section !== 'appearance' && self !== null && self !== undefined && session?.state === 'signed-in' && (
            <>
              {section === 'account' && <AccountSection session={session} />}
              {section === 'mailboxes' && <MailboxSection self={self} />}
              {section === 'team' && <TeamSection self={self} />}
              {section === 'devices' && <DevicesSection />}
              {section === 'slack' && <SlackSection self={self} />}
              {section === 'webmail' && <WebmailSection />}
              {section === 'presence' && <PresenceSection self={self} />}
            </>
          )}
        </main>
        <div className="sticky bottom-0">
          <ToastPlace />
        </div>
      </div>
    </div>
  );
}
