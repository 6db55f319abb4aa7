import { t } from '#extension/language/t.ts';
import type { ChatPerson } from '#shared/contract/chat.ts';
import { useTopic } from '../bridge/topic-store.ts';
import { useAnswer } from '../bridge/use-answer.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { Group, ItemRow } from './section.tsx';

/** Which Slack person is which teammate. It follows from confirmed addresses, so there is nothing to edit. */
export function SlackPeople() {
  const { value, problem, again } = useAnswer('chat.people', null);
  if (problem !== null) {
    return (
      <Notice
        tone="warn"
        className="rounded-lg"
        action={
          <Button size="small" onClick={again}>
            {t('slack.tryAgain')}
          </Button>
        }
      >
        {problem}
      </Notice>
    );
  }
  if (value === undefined) return null;
  if (value.length === 0) {
    return (
      <Notice
        tone="quiet"
        className="rounded-lg"
        action={
          <Button size="small" onClick={again}>
            {t('channel.lookAgain')}
          </Button>
        }
      >
        {t('slack.nobodyYet')}
      </Notice>
    );
  }
  return (
    <Group title={t('slack.people')} note={t('slack.peopleNote')}>
      {value.map((person) => (
        <PersonRow key={person.chatUserId} person={person} />
      ))}
    </Group>
  );
}

function PersonRow({ person }: { person: ChatPerson }) {
  const teammate = (useTopic('teammates') ?? []).find(({ id }) => id === person.teammateId);
  return (
    <ItemRow
      actions={
        teammate === undefined ? (
          <Badge>{person.isGuest ? t('slack.workspaceGuest') : t('slack.guest')}</Badge>
        ) : (
          <span className="text-small text-muted">{t('slack.isTeammate', { name: teammate.name })}</span>
        )
      }
    >
      <Avatar name={person.name} pictureUrl={teammate?.pictureUrl ?? null} size={28} />
      <div className="min-w-0">
        <p className="truncate font-medium">{person.name}</p>
        {person.email !== null && <p className="truncate text-small text-muted">{person.email}</p>}
      </div>
    </ItemRow>
  );
}
