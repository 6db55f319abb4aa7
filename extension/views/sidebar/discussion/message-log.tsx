import { ArrowDown } from 'lucide-react';
import { type ReactNode, useDeferredValue, useState } from 'react';
import type { QueuedMessage } from '#extension/messaging/protocol.ts';
import type { Discussion, Message } from '#shared/contract/discussion.ts';
import { Button } from '../../ui/button.tsx';
import { dayHeading } from '../../ui/relative-time.ts';
import { Time } from '../../ui/time.tsx';
import { useNow } from '../../ui/use-now.ts';
import { useSelf } from '../self.ts';
import { groupMessages, mergeMessages, type MessageGroup } from './group-messages.ts';
import { MessageRow } from './message-row.tsx';
import { QueuedRow } from './queued-row.tsx';
import { useHistory } from './use-history.ts';
import { useReadMark } from './use-read-mark.ts';
import { useStickToEnd } from './use-stick-to-end.ts';
import { useRowFocus } from './use-row-focus.ts';

const paintedAtOnce = 24;
const noMessages: readonly Message[] = [];

interface MessageLogProps {
  /** Null while only queued messages exist. */
  discussion: Discussion | null;
  queued: readonly QueuedMessage[];
}

/** What the team says, oldest first. The newest are painted at once, the rest right after. */
export function MessageLog({ discussion, queued }: MessageLogProps) {
  const { id: selfId } = useSelf();
  const history = useHistory(discussion);
  const live = discussion?.messages ?? noMessages;
  const all = mergeMessages(history.older, live);
  const depth = useDeferredValue(Number.POSITIVE_INFINITY, paintedAtOnce);
  const messages = Number.isFinite(depth) ? all.slice(-depth) : all;
  const { frameRef, contentRef, atEnd, fresh, onScroll, toEnd, keepPlace } = useStickToEnd(
    all[all.length - 1]?.seq ?? 0,
    queued.length,
  );
  const mark = useReadMark(discussion, atEnd);
  const focus = useRowFocus(messages.map(({ id }) => id));
  const [editing, setEditing] = useState<string | null>(null);
  const groups = groupMessages(messages, mark.dividerSeq, selfId);
  const arrived = new Set<string>(all.map(({ id }) => id));
  const waiting = queued.filter(({ messageId }) => !arrived.has(messageId));

  return (
    <>
      <div
        ref={frameRef}
        role="log"
        aria-live="off"
        aria-label="Messages"
        tabIndex={-1}
        onScroll={onScroll}
        onKeyDown={focus.onKeyDown}
        className="min-h-0 flex-1 overflow-y-auto overscroll-contain pt-1 pb-2"
      >
        <div ref={contentRef}>
          {history.hasOlder ? (
            <Older loading={history.loading} problem={history.problem} onLoad={() => keepPlace(history.loadOlder)} />
          ) : (
            discussion !== null && <Beginning discussion={discussion} />
          )}
          {groups.map((group) => (
            <Group key={group.key} group={group}>
              {group.messages.map((message, index) => (
                <MessageRow
                  key={message.id}
                  message={message}
                  head={index === 0}
                  active={focus.active === message.id}
                  tabbable={focus.tabbable === message.id}
                  onActivate={focus.activate}
                  editing={editing === message.id}
                  onEdit={setEditing}
                  onMarkUnread={mark.markUnread}
                />
              ))}
            </Group>
          ))}
          {waiting.map((message) => (
            <QueuedRow key={message.messageId} message={message} />
          ))}
        </div>
      </div>
      {!atEnd && (
        <Button
          size="small"
          onClick={toEnd}
          className="appear absolute bottom-2 left-1/2 z-10 -translate-x-1/2 rounded-full! bg-raised! shadow-raised"
        >
          <ArrowDown size={14} aria-hidden />
          {fresh > 0 ? `${fresh} new` : 'Newest'}
        </Button>
      )}
    </>
  );
}

function Group({ group, children }: { group: MessageGroup; children: ReactNode }) {
  const now = useNow();
  const day = group.day === null ? null : dayHeading(new Date(group.day), new Date(now));
  return (
    <div className="skip-offscreen hover:[content-visibility:visible] focus-within:[content-visibility:visible]">
      {day !== null && (
        <div role="separator" aria-label={day} className="flex items-center gap-2 px-3 pt-3 pb-1">
          <span className="h-px flex-1 bg-line" />
          <span className="text-caption font-medium text-muted">{day}</span>
          <span className="h-px flex-1 bg-line" />
        </div>
      )}
      {group.unread && (
        <div role="separator" aria-label="New messages" data-unread className="flex items-center gap-2 px-3 pt-2 pb-1">
          <span className="h-px flex-1 bg-accent" />
          <span className="text-caption font-semibold text-accent-ink">New</span>
        </div>
      )}
      {children}
    </div>
  );
}

const Beginning = ({ discussion }: { discussion: Discussion }) => (
  <p className="px-4 pt-3 text-center text-caption text-muted">
    {discussion.startedBy} started this discussion · <Time at={discussion.createdAt} />
  </p>
);

const Older = ({ loading, problem, onLoad }: { loading: boolean; problem: string | null; onLoad: () => void }) => (
  <div className="grid justify-items-center gap-1 px-4 pt-2">
    <Button kind="ghost" size="small" disabled={loading} onClick={onLoad}>
      {loading ? 'Loading…' : 'Older messages'}
    </Button>
    {problem !== null && <p className="text-caption text-danger">{problem}</p>}
  </div>
);
