import { ChevronsUpDown, LogOut, Settings } from 'lucide-react';
import { t } from '#extension/language/t.ts';
import type { Topics } from '#extension/messaging/protocol.ts';
import { useBridge } from '../bridge/bridge.ts';
import { useTopic } from '../bridge/topic-store.ts';
import { useCommand } from '../bridge/use-command.ts';
import { ConnectionLine } from '../sidebar/connection-line.tsx';
import { CardRow } from '../sidebar/list/card-row.tsx';
import { Avatar } from '../ui/avatar.tsx';
import { Button } from '../ui/button.tsx';
import { Menu, MenuChoice, MenuChoices } from '../ui/menu.tsx';
import { isAdmin, roleNames } from '../options/role-words.ts';
import { Assigned } from './assigned.tsx';
import { MailboxLines } from './mailbox-lines.tsx';
import { PageCard } from './page-card.tsx';
import { SlackLine } from './slack-line.tsx';

const shown = 5;
type Session = Extract<Topics['session'], { state: 'signed-in' }>;

/** Who one is, in which team, what the page's adapter sees, whether Slack is connected, and what is unread. */
export function SignedIn({ session }: { session: Session }) {
  const { user, teams } = session.session;
  const role = teams.find(({ teamId }) => teamId === session.teamId)?.role ?? 'viewer';
  return (
    <>
      <header className="flex items-start gap-3 px-4 pt-4 pb-1">
        <Avatar name={user.name} pictureUrl={user.pictureUrl} size={40} />
        <div className="min-w-0 flex-1">
          <h1 className="truncate font-semibold">{user.name}</h1>
          <p className="truncate text-small text-muted">{user.email}</p>
          <TeamSwitcher session={session} />
        </div>
      </header>
      <ConnectionLine />
      <div className="mx-4 mt-2 divide-y divide-line rounded-lg border border-line bg-sunken empty:hidden">
        <PageCard />
        <MailboxLines />
        <SlackLine mayManage={isAdmin(role)} />
      </div>
      <Assigned />
      <Unread />
      <Footer />
    </>
  );
}

function TeamSwitcher({ session }: { session: Session }) {
  const command = useCommand();
  const { teams } = session.session;
  const current = teams.find(({ teamId }) => teamId === session.teamId)?.name ?? t('popup.noTeam');
  if (teams.length < 2) return <p className="truncate text-small text-muted">{current}</p>;
  return (
    <Menu
      align="start"
      trigger={
        <Button
          kind="ghost"
          size="small"
          className="-ms-1.5 h-6! gap-1! px-1.5! text-ink! max-w-full min-w-0"
          aria-label={t('popup.teamChange', { team: current })}
        >
          <span className="truncate">{current}</span>
          <ChevronsUpDown size={13} aria-hidden className="shrink-0 text-muted" />
        </Button>
      }
    >
      <MenuChoices value={session.teamId} onChange={(teamId) => void command('session.choose-team', { teamId })}>
        {teams.map(({ teamId, name, role }) => (
          <MenuChoice key={teamId} value={teamId} note={t(roleNames[role])}>
            {name}
          </MenuChoice>
        ))}
      </MenuChoices>
    </Menu>
  );
}

function Unread() {
  const inbox = useTopic('inbox');
  const unread = (inbox?.cards ?? []).filter(({ unread: count, muted }) => count > 0 && !muted);
  if (inbox === undefined) return <div className="min-h-24 flex-1" />;
  return (
    <main className="flex-1 py-2">
      <h2 className="px-4 pt-1 pb-0.5 text-caption font-medium text-muted">{t('popup.unread')}</h2>
      {unread.length === 0 ? (
        <p className="px-4 py-2 text-small text-muted">{t('popup.upToDate')}</p>
      ) : (
        <ul className="px-1.5">
          {unread.slice(0, shown).map((card) => (
            <CardRow key={card.id} card={card} />
          ))}
        </ul>
      )}
      {unread.length > shown && (
        <p className="px-4 py-1 text-caption text-muted">{t('popup.more', unread.length - shown)}</p>
      )}
    </main>
  );
}

function Footer() {
  const { shell } = useBridge();
  const command = useCommand();
  return (
    <footer className="flex items-center gap-1 border-t border-line px-2 py-1.5">
      <Button kind="ghost" size="small" onClick={() => void shell.openOptions(null)}>
        <Settings size={14} aria-hidden />
        {t('popup.options')}
      </Button>
      <span className="flex-1" />
      <Button kind="ghost" size="small" onClick={() => void command('session.sign-out', null)}>
        <LogOut size={14} aria-hidden />
        {t('popup.signOut')}
      </Button>
    </footer>
  );
}
