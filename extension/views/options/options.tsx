import { useSyncExternalStore } from 'react';
import { t } from '#extension/language/t.ts';
import type { Topics } from '#extension/messaging/protocol.ts';
import { useBridge } from '../bridge/bridge.ts';
import { useTopic } from '../bridge/topic-store.ts';
import { ConnectionLine } from '../sidebar/connection-line.tsx';
import { selfOf } from '../sidebar/self.ts';
import { Button } from '../ui/button.tsx';
import { Mark } from '../ui/mark.tsx';
import { ToastPlace } from '../ui/toasts.tsx';
import { useTheme } from '../ui/use-theme.ts';
import { readSection } from './find-section.ts';
import { OptionsNav } from './options-nav.tsx';
import { isAdmin } from './role-words.ts';
import { SectionPage } from './section.tsx';
import { type OptionsSection, optionsSections } from './sections.tsx';

/** Settings, one section at a time; each has its own address. */
export function Options() {
  const session = useTopic('session');
  const section = useSection();
  useTheme(null);
  return (
    <div className="min-h-full bg-sunken">
      <div className="mx-auto flex min-h-dvh max-w-232 flex-col gap-x-12 px-4 sm:flex-row sm:px-8">
        <aside className="shrink-0 pt-4 sm:w-56 sm:pt-10">
          <div className="mb-3 flex h-8 items-center gap-2.5 sm:mb-4">
            <Mark size={26} />
            <span className="text-title font-semibold tracking-tight">Sidethread</span>
          </div>
          <OptionsNav current={section.id} />
        </aside>
        <div className="relative flex min-w-0 flex-1 flex-col">
          <main className="min-w-0 flex-1 pt-4 pb-24 sm:pt-10">
            <div className="overflow-hidden rounded-lg has-[[role=status]:not(.sr-only)]:mb-4">
              <ConnectionLine />
            </div>
            <SectionView key={section.id} section={section} session={session} />
          </main>
          <div className="sticky bottom-0">
            <ToastPlace />
          </div>
        </div>
      </div>
    </div>
  );
}

function SectionView({ section, session }: { section: OptionsSection; session: Topics['session'] | undefined }) {
  if (section.PublicView !== undefined) return <section.PublicView />;
  if (session === undefined) return null;
  const self = selfOf(session);
  if (self === null || session.state === 'signed-out') return <SignedOutNote />;
  if (section.isForAdmins === true && !isAdmin(self.role)) return <ForAdminsNote section={section} />;
  return <section.View self={self} session={session} />;
}

/** Whoever follows a link to what their role does not open is told so. */
const ForAdminsNote = ({ section }: { section: OptionsSection }) => (
  <SectionPage title={t(section.title)} note={t('options.forAdmins')}>
    {null}
  </SectionPage>
);

function SignedOutNote() {
  const { shell } = useBridge();
  return (
    <SectionPage title={t('options.signedOut')} note={t('options.signedOutNote')}>
      <div>
        <Button kind="primary" onClick={() => void shell.openSignIn()}>
          {t('popup.signIn')}
        </Button>
      </div>
    </SectionPage>
  );
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

/** The section in view; changes with the address, so Back works and links lead right. */
const useSection = (): OptionsSection =>
  readSection(
    optionsSections,
    useSyncExternalStore(subscribe, () => window.location.hash),
  );
