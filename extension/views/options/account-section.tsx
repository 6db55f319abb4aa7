import { t } from '#extension/language/t.ts';
import { useBridge } from '../bridge/bridge.ts';
import { useCommand } from '../bridge/use-command.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { roleNames } from './role-words.ts';
import { AboutYou } from './about-you.tsx';
import { Group, ItemRow, SectionPage, type SectionProps } from './section.tsx';

/** Who one is, on which server, in which teams. */
export function AccountSection({ session }: SectionProps) {
  const command = useCommand();
  const { shell } = useBridge();
  const { user, teams } = session.session;
  return (
    <SectionPage title={t('options.account')}>
      <AboutYou user={user} />
      <Group title={t('account.server')}>
        <ItemRow
          actions={
            <>
              <Button size="small" onClick={() => void shell.openTab(`${session.serverUrl}/account`)}>
                {t('account.changePassword')}
              </Button>
              <Button size="small" onClick={() => void command('session.sign-out', null)}>
                {t('popup.signOut')}
              </Button>
            </>
          }
        >
          <div className="min-w-0">
            <p className="truncate">{session.serverUrl}</p>
            <p className="truncate text-small text-muted">{t('account.signedInAs', { email: user.email })}</p>
          </div>
        </ItemRow>
      </Group>
      <Group title={t('account.teams')} note={t('account.teamsNote')}>
        {teams.map(({ teamId, name, role }) => (
          <ItemRow
            key={teamId}
            actions={
              teamId === session.teamId ? (
                <Badge tone="accent">{t('account.inUse')}</Badge>
              ) : (
                <Button size="small" onClick={() => void command('session.choose-team', { teamId })}>
                  {t('account.useTeam')}
                </Button>
              )
            }
          >
            <Avatar name={name} pictureUrl={null} size={28} square />
            <div className="min-w-0">
              <p className="truncate font-medium">{name}</p>
              <p className="text-small text-muted">{t('account.yourRole', { role: t(roleNames[role]) })}</p>
            </div>
          </ItemRow>
        ))}
      </Group>
      <p className="text-caption text-muted">{t('account.version', { version: shell.version })}</p>
    </SectionPage>
  );
}
