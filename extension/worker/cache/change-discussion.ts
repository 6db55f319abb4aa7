import type { Discussion } from '#shared/contract/discussion.ts';
import type { Core } from '../core.ts';
import { createThreadRow, indexed, type ThreadRow } from './threads.ts';

/** Undoes an optimistic change, where nothing newer has come in its place. */
export type Undo = () => Promise<void>;

/** Changes a discussion in every thread that shows it, before the server has agreed. */
export async function changeDiscussion(
  core: Core,
  discussionId: string,
  change: (discussion: Discussion) => Discussion,
): Promise<Undo> {
  const scope = core.getScope();
  const changed: { before: ThreadRow; after: ThreadRow }[] = [];
  await core.database.transact(async () => {
    changed.length = 0;
    for (const before of await core.database.threads.find('discussion', indexed(scope, discussionId))) {
      if (before.view.discussion === null) continue;
      const view = { ...before.view, discussion: change(before.view.discussion) };
      const after = createThreadRow({ ...before, view });
      await core.database.threads.put(after);
      changed.push({ before, after });
    }
  });
  tellChanged(core, changed);
  return async () => {
    for (const { before, after } of changed) {
      const now = await core.database.threads.get(before.key);
      if (JSON.stringify(now?.view) === JSON.stringify(after.view)) await core.database.threads.put(before);
    }
    tellChanged(core, changed);
  };
}

function tellChanged(core: Core, changed: readonly { before: ThreadRow }[]): void {
  for (const { before } of changed) core.changes.tell({ kind: 'thread', threadKey: before.key });
}

/** Shows a change at once and asks the server for it; what the server refuses is taken back and said. */
export async function withOptimism<Value>(
  core: Core,
  discussionId: string,
  change: (discussion: Discussion) => Discussion,
  ask: () => Promise<Value>,
): Promise<Value> {
  const undo = await changeDiscussion(core, discussionId, change);
  try {
    return await ask();
  } catch (error) {
    await undo();
    throw error;
  }
}
