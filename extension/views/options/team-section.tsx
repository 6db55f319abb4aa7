import { Copy } from 'lucide-react';
import { useState } from 'react';
import { t } from '#extension/language/t.ts';
import type { Result } from '#extension/messaging/protocol.ts';
import type { HandOver } from '#shared/contract/departure.ts';
import type { Invitation, Role, Teammate } from '#shared/contract/person.ts';
import { useAnswer } from '../bridge/use-answer.ts';
import { useCopy } from '../bridge/use-copy.ts';
import { useCommand, useRequest } from '../bridge/use-command.ts';
import type { Self } from '../sidebar/self.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Button } from '../ui/button.tsx';
import { Select } from '../ui/field.tsx';
import { Notice } from '../ui/notice.tsx';
import { RichText } from '../ui/rich-text.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Time } from '../ui/time.tsx';
import { useShowToast } from '../ui/toasts.tsx';
import { DepartureDialog } from './departure-dialog.tsx';
import { InviteForm } from './invite-form.tsx';
import { roleNames, rolesToGive } from './role-words.ts';
import { Group, ItemRow, SectionPage, type SectionProps } from './section.tsx';
import { TeamItself } from './team-itself.tsx';

/** Who is in the team and who is invited. */
export function TeamSection({ self }: SectionProps) {
  const { value, problem, again } = useAnswer('team.members', null);
  const mayManage = rolesToGive(self.role).length > 0;
  return (
    <SectionPage title={self.teamName} note={mayManage ? t('team.noteManage') : t('team.note')}>
      {problem !== null && (
        <Notice tone="warn" className="rounded-lg">
          {problem}
        </Notice>
      )}
      {value === undefined && problem === null && <Skeleton lines label={t('team.loading')} />}
      {mayManage && value !== undefined && <InviteForm self={self} onInvited={again} />}
      {value !== undefined && value.invitations.length > 0 && (
        <Group title={t('team.invited')}>
          {value.invitations.map((invitation) => (
            <InvitationRow key={invitation.id} invitation={invitation} mayManage={mayManage} onChanged={again} />
          ))}
        </Group>
      )}
      {value !== undefined && (
        <Group title={t('team.members')}>
          {value.members.map((member) => (
            <MemberRow key={member.id} member={member} self={self} onChanged={again} />
          ))}
        </Group>
      )}
      <TeamItself self={self} />
    </SectionPage>
  );
}

function MemberRow({ member, self, onChanged }: { member: Teammate; self: Self; onChanged: () => void }) {
  const command = useCommand();
  const request = useRequest();
  const choices = rolesToGive(self.role);
  const isSelf = member.id === self.id;
  const mayChange = choices.includes(member.role) && !isSelf;
  const setRole = async (role: Role): Promise<void> => {
    await command('team.set-role', { userId: member.id, role });
    onChanged();
  };
  const [removing, setRemoving] = useState(false);
  const remove = async (handOver: HandOver): Promise<Result<unknown>> => {
    const result = await request('team.remove-member', { userId: member.id, ...handOver });
    if (result.ok) onChanged();
    return result;
  };
  return (
    <ItemRow
      actions={
        mayChange ? (
          <>
            <Select
              aria-label={t('team.roleOf', { name: member.name })}
              value={member.role}
              onChange={(event) => void setRole(choices.find((role) => role === event.target.value) ?? member.role)}
              className="w-28!"
            >
              {choices.map((role) => (
                <option key={role} value={role}>
                  {t(roleNames[role])}
                </option>
              ))}
            </Select>
            <Button size="small" kind="ghost" onClick={() => setRemoving(true)}>
              {t('team.remove')}
            </Button>
            {removing && (
              <DepartureDialog
                userId={member.id}
                heirId={self.id}
                title={t('departure.removeTitle', { name: member.name })}
                question={t('team.removeQuestion', { name: member.name.split(' ')[0] ?? member.name })}
                onClose={() => setRemoving(false)}
                onDepart={remove}
              />
            )}
          </>
        ) : (
          <span className="text-small text-muted">{t(roleNames[member.role])}</span>
        )
      }
    >
      <Avatar name={member.name} pictureUrl={member.pictureUrl} size={28} />
      <div className="min-w-0">
        <p className="truncate font-medium">
          {member.name}
          {isSelf && <span className="font-normal text-muted"> {t('team.you')}</span>}
        </p>
        <p className="truncate text-small text-muted">{member.email}</p>
      </div>
    </ItemRow>
  );
}

interface InvitationRowProps {
  invitation: Invitation;
  mayManage: boolean;
  onChanged: () => void;
}

function InvitationRow({
  invitation: { id, email, role, invitedBy, expiresAt, link },
  mayManage,
  onChanged,
}: InvitationRowProps) {
  const command = useCommand();
  const show = useShowToast();
  const cancel = async (): Promise<void> => {
    await command('team.cancel-invitation', { id });
    onChanged();
  };
  const copyText = useCopy();
  const copy = async (text: string): Promise<void> => {
    if (await copyText(text)) show({ text: t('team.linkCopied', { email }) });
  };
  return (
    <ItemRow
      actions={
        mayManage && (
          <>
            {link !== null && (
              <Button size="small" onClick={() => void copy(link)}>
                <Copy size={13} aria-hidden />
                {t('team.copyLink')}
              </Button>
            )}
            <Button size="small" kind="ghost" onClick={() => void cancel()}>
              {t('team.takeBack')}
            </Button>
          </>
        )
      }
    >
      <div className="min-w-0">
        <p className="truncate font-medium">{email}</p>
        <p className="text-small text-muted">
          <RichText
            text="team.invitation"
            values={{ role: t(roleNames[role]), name: invitedBy, time: <Time at={expiresAt} /> }}
          />
        </p>
      </div>
    </ItemRow>
  );
}
