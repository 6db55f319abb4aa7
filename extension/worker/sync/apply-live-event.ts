import type { LiveEvent } from '#shared/contract/live-event.ts';
import type { Mailbox } from '#shared/contract/mailbox.ts';
import { withCard } from '../cache/inboxes.ts';
import type { Database } from '../cache/database.ts';
import { withMailbox } from '../cache/mailboxes.ts';
import { createThreadRow, indexed, withContact, withMessageIn, type ThreadRow } from '../cache/threads.ts';
import type { Changes } from '../changes.ts';
import type { PresenceBoard } from '../presence-board.ts';

export interface ApplyDeps {
  database: Database;
  presence: PresenceBoard;
  changes: Changes;
  now(): number;
  /** Reads afresh: a cached thread (open tabs only), threads that the server knows nothing of yet, or everything. */
  reread(what: { threadKeys: string[] } | 'unknown-threads' | 'chat' | 'session' | 'everything'): void;
}

/**
 * Writes what a live event brings and, in the same transaction, the cursor behind it: a worker killed in between
 * applies it again, which is harmless, and never jumps over it.
 */
export async function applyLiveEvent(
  deps: ApplyDeps,
  scope: string,
  event: LiveEvent,
  cursor: string | null,
): Promise<void> {
  const touched: string[] = [];
  const holes: string[] = [];
  await deps.database.transact(async () => {
    touched.length = 0;
    holes.splice(0, holes.length, ...(await findHoles(deps, scope, event)));
    touched.push(...(await writeEvent(deps, scope, event)));
    if (cursor !== null) await deps.database.cursors.put({ key: scope, cursor });
    if (event.kind === 'reset') await deps.database.cursors.put({ key: scope, cursor });
  });
  for (const threadKey of touched) deps.changes.tell({ kind: 'thread', threadKey });
  tell(deps, event, touched);
  if (holes.length > 0) deps.reread({ threadKeys: holes });
}

/** Threads in which messages are missing before this one: they were cached before a time that nobody told of. */
async function findHoles(deps: ApplyDeps, scope: string, event: LiveEvent): Promise<string[]> {
  if (event.kind !== 'message') return [];
  const { discussionId, seq } = event.message;
  const rows = await deps.database.threads.find('discussion', indexed(scope, discussionId));
  return rows.filter(({ view }) => seq > (view.discussion?.messages.at(-1)?.seq ?? 0) + 1).map(({ key }) => key);
}

/** Writes one event into the cache; answers the keys of the threads that it changed. */
async function writeEvent(deps: ApplyDeps, scope: string, event: LiveEvent): Promise<string[]> {
  const { database } = deps;
  if (event.kind === 'message') {
    const rows = await database.threads.find('discussion', indexed(scope, event.message.discussionId));
    return changeThreads(deps, rows, ({ view }) => ({
      ...view,
      discussion: view.discussion && withMessageIn(view.discussion, event.message),
    }));
  }
  if (event.kind === 'discussion') {
    await putCard(deps, scope, event.card);
    const byDiscussion = await database.threads.find('discussion', indexed(scope, event.discussion.id));
    return changeThreads(deps, byDiscussion, ({ view }) => {
      const known = view.discussion;
      if (known === null || known.version > event.discussion.version) return view;
      return {
        ...view,
        discussion: { ...known, ...event.discussion, lastSeq: Math.max(known.lastSeq, event.discussion.lastSeq) },
      };
    });
  }
  if (event.kind === 'discussion-gone') {
    await removeCard(deps, scope, event.discussionId);
    const rows = await database.threads.find('discussion', indexed(scope, event.discussionId));
    return changeThreads(deps, rows, ({ view }) => ({ ...view, discussion: null }));
  }
  if (event.kind === 'contact') {
    const { contact } = event;
    const rows = await findByPeople(deps, scope, [contact.id, ...contact.addresses.map(({ hash }) => hash)]);
    return changeThreads(deps, rows, ({ view }) => withContact(view, contact));
  }
  if (event.kind === 'contact-gone') {
    const rows = await findByPeople(deps, scope, [event.contactId]);
    return changeThreads(deps, rows, ({ view }) => {
      const contacts = view.contacts.filter(({ id }) => id !== event.contactId);
      return { ...view, contacts };
    });
  }
  if (event.kind === 'presence') {
    deps.presence.put(event.presence);
    const rows = await database.threads.find('discussion', indexed(scope, event.presence.discussionId));
    return rows.map(({ key }) => key);
  }
  if (event.kind === 'correspondence') {
    const rows = await database.threads.find('correspondence', indexed(scope, event.correspondenceId));
    return rows.map(({ key }) => key);
  }
  if (event.kind === 'chat') await putChat(deps, scope, event.chat);
  if (event.kind === 'mailbox') await changeMailboxes(deps, scope, (known) => withMailbox(known, event.mailbox));
  if (event.kind === 'mailbox-gone')
    await changeMailboxes(deps, scope, (known) => known.filter(({ id }) => id !== event.mailboxId));
  return [];
}

/** What has to be read again, or shown again, because of an event. */
function tell(deps: ApplyDeps, event: LiveEvent, touched: string[]): void {
  if (event.kind === 'discussion' || event.kind === 'discussion-gone') deps.changes.tell({ kind: 'inbox' });
  if (event.kind === 'message') deps.changes.tell({ kind: 'discussions' });
  if (event.kind === 'correspondence') deps.changes.tell({ kind: 'correspondences' });
  if (event.kind === 'correspondence' && touched.length > 0) deps.reread({ threadKeys: touched });
  const mayBeUnknown = event.kind === 'correspondence' || event.kind === 'discussion';
  if (mayBeUnknown && touched.length === 0) deps.reread('unknown-threads');
  if (event.kind === 'discussion-gone') deps.reread({ threadKeys: touched });
  if (event.kind === 'chat') {
    deps.changes.tell({ kind: 'chat' });
    deps.reread('chat');
  }
  if (event.kind === 'mailbox' || event.kind === 'mailbox-gone') deps.changes.tell({ kind: 'mailboxes' });
  if (event.kind === 'session') deps.reread('session');
  if (event.kind === 'reset') deps.reread('everything');
}

/** The threads that show one of these contacts, or whose mail has one of these hashed addresses. */
async function findByPeople(deps: ApplyDeps, scope: string, people: readonly string[]): Promise<ThreadRow[]> {
  const found = new Map<string, ThreadRow>();
  for (const one of people) {
    for (const row of await deps.database.threads.find('people', indexed(scope, one))) found.set(row.key, row);
  }
  return [...found.values()];
}

async function changeThreads(
  deps: ApplyDeps,
  rows: ThreadRow[],
  change: (row: ThreadRow) => ThreadRow['view'],
): Promise<string[]> {
  const touched: string[] = [];
  for (const row of rows) {
    const view = change(row);
    if (view === row.view) continue;
    await deps.database.threads.put(createThreadRow({ ...row, view }));
    touched.push(row.key);
  }
  return touched;
}

async function putCard(deps: ApplyDeps, scope: string, card: Parameters<typeof withCard>[1]): Promise<void> {
  const inbox = await deps.database.inboxes.get(scope);
  const cards = withCard(inbox?.cards ?? [], card);
  await deps.database.inboxes.put({ key: scope, cards, fetchedAt: inbox?.fetchedAt ?? deps.now() });
}

async function removeCard(deps: ApplyDeps, scope: string, discussionId: string): Promise<void> {
  const inbox = await deps.database.inboxes.get(scope);
  if (inbox === undefined) return;
  await deps.database.inboxes.put({ ...inbox, cards: inbox.cards.filter(({ id }) => id !== discussionId) });
}

/** The event is the same for everybody, so it leaves out the reader's own link. */
async function putChat(
  deps: ApplyDeps,
  scope: string,
  chat: Extract<LiveEvent, { kind: 'chat' }>['chat'],
): Promise<void> {
  const known = await deps.database.chats.get(scope);
  if (known === undefined) return;
  await deps.database.chats.put({ ...known, status: { ...chat, me: known.status.me } });
}

async function changeMailboxes(
  deps: ApplyDeps,
  scope: string,
  change: (mailboxes: readonly Mailbox[]) => Mailbox[],
): Promise<void> {
  const known = await deps.database.mailboxes.get(scope);
  await deps.database.mailboxes.put({ key: scope, mailboxes: change(known?.mailboxes ?? []) });
}
