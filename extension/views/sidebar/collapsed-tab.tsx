import { PanelRightOpen } from 'lucide-react';
import { t } from '#extension/language/t.ts';
import type { TabView } from '#extension/messaging/protocol.ts';
import { useTopic } from '../bridge/topic-store.ts';
import { useCommand } from '../bridge/use-command.ts';
import { Count } from '../ui/badge.tsx';
import { Mark } from '../ui/mark.tsx';
import { countUnread } from './list/count-unread.ts';

/** What remains when collapsed: a tab as wide as the frame, with what is unread. */
export function CollapsedTab({ tab }: { tab: TabView }) {
  const session = useTopic('session');
  const command = useCommand();
  const discussion = tab.correspondence?.discussion ?? null;
  const unread = countUnread(useTopic('inbox')?.cards ?? []);
  const selfId = session?.state === 'signed-in' ? session.session.user.id : null;
  const here = discussion === null ? 0 : discussion.messages.filter(({ deletedAt }) => deletedAt === null).length;
  const others = (tab.correspondence?.presence?.people ?? []).filter(({ id }) => id !== selfId).map(({ name }) => name);
  const notes = [
    unread > 0 && t('sidebar.unreadCount', { count: unread }),
    here > 0 && t('sidebar.hasDiscussion'),
    others.length > 0 && t('sidebar.peopleHere', { names: others.join(', ') }),
  ].filter((note) => note !== false);
  return (
    <main className="h-full">
      <h1 className="sr-only">Sidethread</h1>
      <button
        type="button"
        aria-label={[t('sidebar.open'), ...notes].join(', ')}
        title={[t('sidebar.open'), ...notes].join('\n')}
        onClick={() => void command('overlay.set', { collapsed: false })}
        className="group flex h-full w-full flex-col items-center gap-3 overflow-hidden border-s border-line bg-canvas py-3 text-muted hover:bg-hover hover:text-ink focus-visible:-outline-offset-2"
      >
        <Mark size={22} />
        <Count value={unread} label={t('sidebar.unread')} />
        {here > 0 && unread === 0 && <span aria-hidden className="size-1.5 rounded-full bg-accent" />}
        <PanelRightOpen size={16} aria-hidden className="mt-auto" />
      </button>
    </main>
  );
}
