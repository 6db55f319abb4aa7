import { PenLine } from 'lucide-react';
import type { PresenceView } from '#shared/contract/discussion.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { useSelf } from '../self.ts';

const shown = 3;

/** "Jo is here", "Jo is writing…", "Jo and Mia are here": so that two people don't both answer. */
export function describePresence(people: readonly { name: string; writing: boolean }[]): string {
  const writing = people.filter((person) => person.writing);
  const subject = (writing.length > 0 ? writing : people).map(({ name }) => name.split(' ')[0] ?? name);
  if (subject.length === 0) return '';
  const names = subject.length > 2 ? `${subject[0]} and ${subject.length - 1} others` : subject.join(' and ');
  const verb = subject.length === 1 ? 'is' : 'are';
  return `${names} ${verb} ${writing.length > 0 ? 'writing…' : 'here'}`;
}

export function PresenceLine({ presence }: { presence: PresenceView | null }) {
  const { id } = useSelf();
  const people = (presence?.people ?? []).filter((person) => person.id !== id);
  return (
    <span role="status" aria-live="polite" className="flex min-w-0 items-center gap-1.5">
      {people.length > 0 && (
        <>
          <span className="flex shrink-0 -space-x-1.5" title={people.map(({ name }) => name).join(', ')}>
            {people.slice(0, shown).map((person) => (
              <span key={person.id} className="rounded-full ring-2 ring-canvas">
                <Avatar name={person.name} pictureUrl={person.pictureUrl} size={20} />
              </span>
            ))}
          </span>
          {people.some(({ writing }) => writing) && (
            <PenLine size={12} aria-hidden className="shrink-0 text-accent-ink" />
          )}
          <span className="truncate text-caption">{describePresence(people)}</span>
        </>
      )}
    </span>
  );
}
