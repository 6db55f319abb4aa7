import type { Topics } from '#extension/messaging/protocol.ts';
import { useBridge } from '../bridge/bridge.ts';
import { useCommand } from '../bridge/use-command.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { MailAccounts } from './mail-accounts.tsx';
import { Group, ItemRow, SectionPage } from './section.tsx';

type Session = Extract<Topics['session'], { state: 'signed-in' }>;

/** Who one is, on which server, in which teams. */
export function AccountSection({ session }: { session: Session }) {
  const command = useCommand();
  const { shell } = useBridge();
  const { user, teams } = session.session;
  return (
    <SectionPage title="Account">
      <Group>
        <ItemRow
          actions={
            <Button size="small" onClick={() => void command('session.sign-out', null)}>
              Sign out
            </Button>
          }
        >
          <Avatar name={user.name} pictureUrl={user.pictureUrl} size={40} />
          <div className="min-w-0">
            <p className="truncate font-semibold">{user.name}</p>
            <p className="truncate text-small text-muted">{user.email}</p>
          </div>
        </ItemRow>
        <ItemRow>
          <div className="min-w-0">
            <p className="font-medium">Server</p>
            <p className="truncate text-small text-muted">{session.serverUrl}</p>
          </div>
        </ItemRow>
      </Group>
      <Group title="Teams" note="The team you work in now; discussions and contacts are kept apart between teams.">
        {teams.map(({ teamId, name, role }) => (
          <ItemRow
            key={teamId}
            actions={
              teamId === session.teamId ? (
                <Badge tone="accent">In use</Badge>
              ) : (
                <Button size="small" onClick={() => void command('session.choose-team', { teamId })}>
                  Use this team
                </Button>
              )
            }
          >
            <Avatar name={name} pictureUrl={null} size={28} square />
            <div className="min-w-0">
              <p className="truncate font-medium">{name}</p>
              <p className="text-small text-muted">
                You are {role === 'owner' || role === 'admin' ? `an ${role}` : `a ${role}`}
              </p>
            </div>
          </ItemRow>
        ))}
      </Group>
      <MailAccounts />
      <p className="text-caption text-muted">Sidethread {shell.version}</p>
    </SectionPage>
  );
}
