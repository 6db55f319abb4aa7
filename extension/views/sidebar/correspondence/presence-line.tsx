import { PenLine } from 'lucide-react';
import type { PresenceView } from '#shared/contract/discussion.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { useSelf } from '../self.ts';
import { describePresence } from './describe-presence.ts';

const shown = 3;

/** Who else has the discussion open, as pictures; their names on hover and for screen readers. */
export function PresenceFaces({ presence }: { presence: PresenceView | null }) {
  const { id } = useSelf();
  const people = (presence?.people ?? []).filter((person) => person.id !== id);
  const text = describePresence(people.map(({ name }) => ({ name, writing: false })));
  return (
    <span role="status" title={text} className="flex shrink-0 items-center gap-0.5">
      {people.slice(0, shown).map((person) => (
        <Avatar key={person.id} name={person.name} pictureUrl={person.pictureUrl} size={20} />
      ))}
      {people.length > shown && <span className="ps-0.5 text-caption">+{people.length - shown}</span>}
      <span className="sr-only">{text}</span>
    </span>
  );
}

/** "Tom is writing…", over the composer, so that two people don't both answer. */
export function WritingLine({ presence }: { presence: PresenceView | null }) {
  const { id } = useSelf();
  const writing = (presence?.people ?? []).filter((person) => person.id !== id && person.writing);
  return (
    <p role="status" className="flex items-center gap-1.5 px-4 text-caption text-muted">
      {writing.length > 0 && (
        <>
          <PenLine size={12} aria-hidden className="pulse-quietly shrink-0 text-accent-ink" />
          <span className="truncate py-0.5">{describePresence(writing)}</span>
        </>
      )}
    </p>
  );
}
