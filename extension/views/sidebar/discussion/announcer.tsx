import { useEffect, useRef, useState } from 'react';
import type { Discussion } from '#shared/contract/discussion.ts';
import { plainPreview } from '../composer/mentions.ts';
import { useSelf } from '../self.ts';

/** Says others' new messages to screen readers, politely; what was there when the thread opened is not read out. */
export function Announcer({ discussion }: { discussion: Discussion | null }) {
  const { id: selfId } = useSelf();
  const [said, setSaid] = useState('');
  const heard = useRef<{ id: string; seq: number } | null>(null);
  useEffect(() => {
    const before = heard.current;
    heard.current = discussion === null ? null : { id: discussion.id, seq: discussion.lastSeq };
    // What was said about another thread must not linger where a reader could come upon it.
    if (before?.id !== discussion?.id) setSaid('');
    if (discussion === null || before === null || before.id !== discussion.id) return;
    const fresh = discussion.messages.filter(
      ({ seq, author, deletedAt }) => seq > before.seq && author.id !== selfId && deletedAt === null,
    );
    if (fresh.length > 0) setSaid(fresh.map(({ author, body }) => `${author.name}: ${plainPreview(body)}`).join('. '));
  }, [discussion, selfId]);
  return (
    <div aria-live="polite" className="sr-only">
      {said}
    </div>
  );
}
