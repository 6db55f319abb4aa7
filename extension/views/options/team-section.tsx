import { Copy } from 'lucide-react';
import type { Invitation, Role, Teammate } from '#shared/contract/person.ts';
import { useAnswer } from '../bridge/use-answer.ts';
import { useCommand } from '../bridge/use-command.ts';
import type { Self } from '../sidebar/self.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Button } from '../ui/button.tsx';
import { ConfirmButton } from '../ui/confirm-button.tsx';
import { Select } from '../ui/field.tsx';
import { Notice } from '../ui/notice.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Time } from '../ui/time.tsx';
import { useShowToast } from '../ui/toasts.tsx';
import { InviteForm } from './invite-form.tsx';
import { roleNames, rolesToGive } from './role-words.ts';
import { Group, ItemRow, SectionPage } from './section.tsx';

/** Who is in the team and who is invited. */
export function TeamSection({ self }: { self: Self }) {
  const { value, problem, again } = useAnswer('team.members', null);
  const mayManage = rolesToGive(self.role).length > 0;
  return (
    <SectionPage
      title={self.teamName}
      note={
        mayManage ? 'Who is in the team, and what they may do.' : 'Who is in the team. Admins and owners change it.'
      }
    >
      {problem !== null && (
        <Notice tone="warn" className="rounded-lg">
          {problem}
        </Notice>
      )}
      {value === undefined && problem === null && <Skeleton lines label="Loading the team" />}
      {mayManage && value !== undefined && <InviteForm self={self} onInvited={again} />}
      {value !== undefined && value.invitations.length > 0 && (
        <Group title="Invited">
          {value.invitations.map((invitation) => (
            <InvitationRow key={invitation.id} invitation={invitation} mayManage={mayManage} onChanged={again} />
          ))}
        </Group>
      )}
      {value !== undefined && (
        <Group title="Members">
          {value.members.map((member) => (
            <MemberRow key={member.id} member={member} self={self} onChanged={again} />
          ))}
        </Group>
      )}
    </SectionPage>
  );
}

function MemberRow({ member, self, onChanged }: { member: Teammate; self: Self; onChanged: () => void }) {
  const command = useCommand();
  const choices = rolesToGive(self.role);
  const isSelf = member.id === self.id;
  const mayChange = choices.includes(member.role) && !isSelf;
  const setRole = async (role: Role): Promise<void> => {
    await command('team.set-role', { userId: member.id, role });
    onChanged();
  };
  const remove = async (): Promise<void> => {
    await command('team.remove-member', { userId: member.id });
    onChanged();
  };
  return (
    <ItemRow
      actions={
        mayChange ? (
          <>
            <Select
              aria-label={`Role of ${member.name}`}
              value={member.role}
              onChange={(event) => void setRole(choices.find((role) => role === event.target.value) ?? member.role)}
              className="w-28!"
            >
              {choices.map((role) => (
                <option key={role} value={role}>
                  {roleNames[role]}
                </option>
              ))}
            </Select>
            <ConfirmButton
              label="Remove"
              question={`Remove ${member.name.split(' ')[0]}?`}
              onConfirm={() => void remove()}
            />
          </>
        ) : (
          <span className="text-small text-muted">{roleNames[member.role]}</span>
        )
      }
    >
      <Avatar name={member.name} pictureUrl={member.pictureUrl} size={28} />
      <div className="min-w-0">
        <p className="truncate font-medium">
          {member.name}
          {isSelf && <span className="font-normal text-muted"> (you)</span>}
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
  const copy = async (text: string): Promise<void> => {
    await navigator.clipboard.writeText(text);
    show({ text: `The link for ${email} is copied.` });
  };
  return (
    <ItemRow
      actions={
        mayManage && (
          <>
            {link !== null && (
              <Button size="small" onClick={() => void copy(link)}>
                <Copy size={13} aria-hidden />
                Copy link
              </Button>
            )}
            <Button size="small" kind="ghost" onClick={() => void cancel()}>
              Take back
            </Button>
          </>
        )
      }
    >
      <div className="min-w-0">
        <p className="truncate font-medium">{email}</p>
        <p className="text-small text-muted">
          {roleNames[role]} · invited by {invitedBy} · until <Time at={expiresAt} />
        </p>
      </div>
    </ItemRow>
  );
}
