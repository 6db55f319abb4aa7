import { createThreadRow, indexed, mergeDiscussions } from '../cache/threads.ts';
import type { Core } from '../core.ts';
import type { Sessions } from '../session/sessions.ts';
import { readProblem } from './api-client.ts';
import { createOpening, type Opening } from './open-email.ts';
import { createPosting, withPosted, type Posting } from './post-message.ts';

/** Opens threads with the signed-in person's own requests. */
export function openThroughServer(core: Core, sessions: Sessions): Opening {
  return createOpening({
    database: core.database,
    changes: core.changes,
    now: core.now,
    findScope: core.session.findScope,
    open: (input) => core.call((api) => api.correspondences.open.query(input)),
    readProblem,
    onPresence: ({ presence }) => {
      if (presence !== null) core.presence.put(presence);
    },
    onSignedOut: (reason) => void sessions.end(reason),
  });
}

/** Sends the outbox with the signed-in person's own requests, and shows what the server took. */
export function postThroughServer(core: Core, sessions: Sessions, opening: Opening): Posting {
  return createPosting({
    outbox: core.outbox,
    findScope: core.session.findScope,
    post: (row) => core.call((api) => api.discussions.post.mutate(row.input)),
    readProblem,
    onPosted: async (row, posted) => {
      // Signed out while the answer was on its way: nothing of that person is kept any more.
      if (core.session.findScope() !== row.scope) return;
      await core.database.transact(async () => {
        const own = row.threadKey === null ? undefined : await core.database.threads.get(row.threadKey);
        const others = await core.database.threads.find('discussion', indexed(row.scope, posted.discussion.id));
        for (const cached of new Map([...others, ...(own ? [own] : [])].map((each) => [each.key, each])).values()) {
          const view = withPosted(cached.view, posted, mergeDiscussions);
          await core.database.threads.put(createThreadRow({ ...cached, view }));
        }
      });
      await refreshUnknown(core, opening, row.threadKey);
    },
    onChanged: ({ threadKey }) => core.changes.tell({ kind: 'thread', threadKey }),
    onSignedOut: (reason) => void sessions.end(reason),
  });
}

/** A message that was written before its thread could ever be read: now it can. */
async function refreshUnknown(core: Core, opening: Opening, threadKey: string | null): Promise<void> {
  if (threadKey === null || (await core.database.threads.get(threadKey)) !== undefined) return;
  const facts = core.tabs.all().find((state) => state.facts?.threadKey === threadKey)?.facts;
  if (facts) await opening.refresh(facts, { force: true });
}
