import { type KeyboardEvent, useState } from 'react';
import type { Teammate } from '#shared/contract/person.ts';
import { useTopic } from '../../bridge/topic-store.ts';
import { useSelf } from '../self.ts';
import { findMentionQuery, matchPeople, type MentionQuery } from './mentions.ts';

const shown = 6;

export interface MentionListState {
  people: Teammate[];
  index: number;
  pick: (index: number) => void;
  point: (index: number) => void;
  close: () => void;
  /** True when the key was the list's. */
  onKeyDown: (event: KeyboardEvent) => boolean;
}

/** Who is offered while an @name is being written, and the keys that choose among them. */
export function useMentionList(
  text: string,
  caret: number,
  onPick: (person: Teammate, query: MentionQuery) => void,
): MentionListState {
  const self = useSelf();
  const teammates = useTopic('teammates') ?? [];
  const [index, setIndex] = useState(0);
  const [closedAt, setClosedAt] = useState<number | null>(null);
  const found = findMentionQuery(text, caret);
  const query = found !== undefined && found.start !== closedAt ? found : undefined;
  const others = teammates.filter(({ id }) => id !== self.id);
  const people = query === undefined ? [] : matchPeople(query.text, others).slice(0, shown);
  const current = Math.min(index, Math.max(0, people.length - 1));

  const close = (): void => setClosedAt(found?.start ?? null);
  const pick = (chosen: number): void => {
    const person = people[chosen];
    if (person === undefined || query === undefined) return;
    setIndex(0);
    setClosedAt(null);
    onPick(person, query);
  };
  const onKeyDown = (event: KeyboardEvent): boolean => {
    if (people.length === 0) return false;
    if (event.key === 'ArrowDown') setIndex((current + 1) % people.length);
    else if (event.key === 'ArrowUp') setIndex((current + people.length - 1) % people.length);
    else if ((event.key === 'Enter' && !event.ctrlKey && !event.metaKey) || event.key === 'Tab') pick(current);
    else if (event.key === 'Escape') close();
    else return false;
    event.preventDefault();
    return true;
  };
  return { people, index: current, pick, point: setIndex, close, onKeyDown };
}
