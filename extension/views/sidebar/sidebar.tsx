import { t } from '#extension/language/t.ts';
import { useTopic } from '../bridge/topic-store.ts';
import { ErrorBoundary } from '../ui/error-boundary.tsx';
import { Notice } from '../ui/notice.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { useTheme } from '../ui/use-theme.ts';
import { AskAccount } from './ask-account.tsx';
import { CollapsedTab } from './collapsed-tab.tsx';
import { ThreadView } from './correspondence/thread-view.tsx';
import { ListView } from './list/list-view.tsx';
import { NewMailPlace } from './outgoing/new-mail-place.tsx';
import { SelfContext, selfOf } from './self.ts';
import { SignedOut } from './signed-out.tsx';
import { useEscape } from './use-escape.ts';
import { useStrayDrops } from './use-stray-drops.ts';
import { useTrulyVisible } from './visibility/use-truly-visible.ts';

/** The sidebar of one tab, once the worker has paired it. */
export function Sidebar() {
  const heldBack = useTrulyVisible();
  const tab = useTopic('tab');
  useTheme(tab === undefined ? null : tab.dark);
  useEscape();
  useStrayDrops();
  return (
    <div className="relative flex h-full min-h-0 flex-col bg-canvas">
      {heldBack && (
        <div role="alert" className="absolute inset-x-0 top-0 z-50">
          <Notice tone="warn">{t('sidebar.covered')}</Notice>
        </div>
      )}
      <ErrorBoundary subject={`${tab?.threadKey} ${tab?.email?.state}`}>
        <SidebarContent />
      </ErrorBoundary>
    </div>
  );
}

function SidebarContent() {
  const tab = useTopic('tab');
  const session = useTopic('session');
  if (tab === undefined || session === undefined) return <Skeleton label={t('sidebar.opening')} />;
  if (tab.overlay.collapsed) return <CollapsedTab tab={tab} />;
  const self = selfOf(session);
  if (self === null) return <SignedOut session={session} />;
  if (tab.choice === 'off') return null;
  if (tab.choice === 'unasked' && tab.account !== null) return <AskAccount account={tab.account} />;
  return (
    <SelfContext value={self}>
      <NewMailPlace>
        {tab.email === null || tab.email.state === 'none' || tab.email.state === 'unreadable' ? (
          <ListView email={tab.email} onBack={null} />
        ) : (
          <ThreadView tab={tab} />
        )}
      </NewMailPlace>
    </SelfContext>
  );
}
