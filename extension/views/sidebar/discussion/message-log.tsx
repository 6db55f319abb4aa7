import { ArrowDown } from 'lucide-react';
import { useDeferredValue, useMemo, useState } from 'react';
import { t } from '#extension/language/t.ts';
import type { QueuedMessage } from '#extension/messaging/protocol.ts';
import type { Discussion, Message } from '#shared/contract/discussion.ts';
import { Button } from '../../ui/button.tsx';
import { RichText } from '../../ui/rich-text.tsx';
import { Time } from '../../ui/time.tsx';
import { useSelf } from '../self.ts';
import { findBegun } from './begun-edits.ts';
import { groupMessages, mergeMessages } from './group-messages.ts';
import { Group } from './message-group.tsx';
import { QueuedRow } from './queued-row.tsx';
import { useHistory } from './use-history.ts';
import { useReadMark } from './use-read-mark.ts';
import { onListFocus, onListKeyDown } from './use-row-focus.ts';
import { useStickToEnd } from './use-stick-to-end.ts';

const paintedAtOnce = 20;
const longList = 60;
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
  const all = useMemo(() => mergeMessages(history.past, live), [history.past, live]);
  const newest = all[all.length - 1];
  const { frameRef, contentRef, atEnd, fresh, onScroll, toEnd, keepPlace } = useStickToEnd(
    newest?.seq ?? 0,
    queued.length,
  );
  const { dividerSeq, markUnread } = useReadMark(discussion, atEnd);
  const [editing, setEditing] = useState(() => findBegun(live));
  const depth = useDeferredValue(Number.POSITIVE_INFINITY, paintedAtOnce);
  const groups = useMemo(
    () => groupMessages(Number.isFinite(depth) ? all.slice(-depth) : all, dividerSeq, selfId),
    [all, depth, dividerSeq, selfId],
  );
  const waiting = queued.filter(({ messageId }) => !all.some(({ id }) => id === messageId));

  return (
    <>
      <div
        ref={frameRef}
        role="log"
        aria-live="off"
        aria-label={t('message.log')}
        tabIndex={-1}
        onScroll={onScroll}
        onFocus={onListFocus}
        onKeyDown={onListKeyDown}
        className="min-h-0 flex-1 overflow-y-auto overscroll-contain pt-1 pb-2"
      >
        <div ref={contentRef}>
          {history.hasOlder ? (
            <Older
              loading={history.loading}
              problem={history.problem}
              onLoad={() => void keepPlace(history.loadOlder)}
            />
          ) : (
            discussion !== null && <Beginning discussion={discussion} />
          )}
          {groups.map((group) => (
            <Group
              key={group.key}
              group={group}
              long={all.length > longList}
              newestId={group.messages.some(({ id }) => id === newest?.id) ? (newest?.id ?? null) : null}
              editingId={group.messages.some(({ id }) => id === editing) ? editing : null}
              onEdit={setEditing}
              onMarkUnread={markUnread}
            />
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
          {fresh > 0 ? t('message.newCount', { count: fresh }) : t('message.newest')}
        </Button>
      )}
    </>
  );
}

const Beginning = ({ discussion }: { discussion: Discussion }) => (
  <p className="px-4 pt-3 text-center text-caption text-muted">
    <RichText
      text="message.started"
      values={{ name: discussion.startedBy, time: <Time at={discussion.createdAt} /> }}
    />
  </p>
);

const Older = ({ loading, problem, onLoad }: { loading: boolean; problem: string | null; onLoad: () => void }) => (
  <div className="grid justify-items-center gap-1 px-4 pt-2">
    <Button kind="ghost" size="small" disabled={loading} onClick={onLoad}>
      {loading ? t('message.loading') : t('message.older')}
    </Button>
    {problem !== null && <p className="text-caption text-danger">{problem}</p>}
  </div>
);
