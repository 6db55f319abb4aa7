import { and, eq, inArray } from 'drizzle-orm';
import { z } from 'zod';
import { chatNotice } from '#server/db/schema/index.ts';
import { inTransaction, type Transaction } from '#server/db/client.ts';
import type { ChatOutcome, PostedMessage } from '#server/ports/chat.ts';
import type { ChatPorts } from '#server/ports/chat-ports.ts';
import { defineJob } from '#server/ports/queue.ts';
import type { Ports } from '#server/ports/ports.ts';
import { botAccess, findInstallation, readInstallation, type Installation } from './installation.ts';
import { findChatUsers } from './people.ts';
import { Postponed } from './postponed.ts';

const NoticeKey = z.object({ teamId: z.uuid(), noticeId: z.uuid() });
type NoticeKey = z.infer<typeof NoticeKey>;

/** Says something to one person directly, once. */
export const sendNoticeJob = defineJob('send-chat-notice', NoticeKey);

type Notice = typeof chatNotice.$inferSelect;
type Outcome = ChatOutcome<PostedMessage>;

/** The person, or the chat, could not be reached; asked again then. */
const laterMs = 30_000;
const mostPosts = 6;
/** So many look-ups must find nothing before a notice counts as not said. */
const emptyChecks = 2;
/** The server's clock may be ahead of the chat's by as much. */
const skewMs = 15 * 60_000;
/** Without a look-up that succeeded for as long, nobody can tell any more. */
const longestCheckMs = 60 * 60_000;

/**
 * Has the chat's bot say something to a teammate, committed with what it is about. Who is not in the chat is not told.
 * @param id the same for the same thing to say, so that it is said once.
 * @param body Markdown in our dialect.
 */
export async function tellPerson(
  ports: Pick<Ports, 'queue'>,
  tx: Transaction,
  { id, teamId, userId, body }: Pick<Notice, 'id' | 'teamId' | 'userId' | 'body'>,
): Promise<void> {
  const added = await tx.insert(chatNotice).values({ teamId, id, userId, body }).onConflictDoNothing().returning();
  if (added.length > 0)
    await ports.queue.enqueue(tx, sendNoticeJob, { teamId, noticeId: id }, { jobKey: `notice:${id}` });
}

/** There is nothing to say any more; what was said already stays. */
export async function withdrawNotice(tx: Transaction, { teamId, noticeId }: NoticeKey): Promise<void> {
  await tx
    .update(chatNotice)
    .set({ state: 'needless' })
    .where(and(whereNotice({ teamId, noticeId }), eq(chatNotice.state, 'pending')));
}

/** The notice was seen in the chat. */
export async function settleNotice(tx: Transaction, teamId: string, noticeId: string): Promise<boolean> {
  const open = and(whereNotice({ teamId, noticeId }), inArray(chatNotice.state, ['pending', 'sending', 'unknown']));
  const settled = await tx.update(chatNotice).set({ state: 'sent', error: null }).where(open).returning();
  return settled.length > 0;
}

/**
 * Goes on with a notice. The call is noted before it is made; what was begun and not answered is looked for in the
 * conversation first, and said again only when it is not there.
 * @returns after how many milliseconds of real time to go on; undefined when it is settled.
 */
export async function sendNotice(ports: ChatPorts, key: NoticeKey): Promise<number | undefined> {
  const [notice] = await ports.db.select().from(chatNotice).where(whereNotice(key));
  if (notice === undefined) return undefined;
  if (notice.state === 'sending') return lookForNotice(ports, notice);
  if (notice.state !== 'pending') return undefined;
  const installation = await findInstallation(ports.db, key.teamId);
  if (installation?.state !== 'active') return settle(ports, notice, 'needless', 'No chat is connected.');
  try {
    return await say(ports, installation, notice);
  } catch (error) {
    if (!(error instanceof Postponed)) throw error;
    return ports.clock.scaled(laterMs);
  }
}

async function say(ports: ChatPorts, installation: Installation, notice: Notice): Promise<number | undefined> {
  const bot = botAccess(ports, installation);
  const people = await findChatUsers(ports, installation, [notice.userId], { orThrow: true });
  const chatUserId = people.get(notice.userId);
  if (chatUserId === undefined) return settle(ports, notice, 'needless', 'This person is not in the chat.');
  const opened = await ports.chat.openGroup(bot, [chatUserId]);
  if (opened.outcome === 'refused') return settle(ports, notice, 'failed', opened.reason);
  if (opened.outcome !== 'done') return waitFor(ports, opened);
  const { channelId } = opened.value;
  const begun = await ports.db
    .update(chatNotice)
    .set({
      state: 'sending',
      installationId: installation.id,
      channelId,
      attempts: notice.attempts + 1,
      checks: 0,
      sentAt: new Date(),
    })
    .where(and(whereNotice({ teamId: notice.teamId, noticeId: notice.id }), eq(chatNotice.state, 'pending')))
    .returning();
  if (begun.length === 0) return undefined;
  const posted = await ports.chat.postMessage(bot, { channelId, threadTs: null }, notice.id, null, notice.body);
  return settlePost(ports, notice, posted);
}

async function settlePost(ports: ChatPorts, notice: Notice, posted: Outcome): Promise<number | undefined> {
  if (posted.outcome === 'done') return settle(ports, notice, 'sent', null);
  if (posted.outcome === 'refused') return settle(ports, notice, 'failed', posted.reason);
  if (posted.outcome === 'uncertain') return ports.config.chat.checkGraceMs;
  await settle(ports, notice, 'pending', posted.reason);
  return waitFor(ports, posted);
}

/** Whether a notice that was begun arrived: looked for twice, a grace period apart, as for messages. */
async function lookForNotice(ports: ChatPorts, notice: Notice): Promise<number | undefined> {
  const { checkGraceMs } = ports.config.chat;
  const sentAt = (notice.sentAt ?? notice.createdAt).getTime();
  const waitMs = sentAt + (notice.checks + 1) * checkGraceMs - Date.now();
  if (waitMs > 0) return waitMs;
  const installation = await readInstallation(ports.db, notice.teamId, notice.installationId ?? '');
  if (installation?.state !== 'active') return settle(ports, notice, 'unknown', 'The chat was disconnected meanwhile.');
  const where = {
    channelId: notice.channelId ?? '',
    threadTs: null,
    sinceMs: notice.createdAt.getTime() - skewMs,
  };
  const found = await ports.chat.findPosted(botAccess(ports, installation), where, notice.id);
  if (found.outcome === 'refused') return settle(ports, notice, 'unknown', found.reason);
  if (found.outcome !== 'done') {
    const isTooLate = Date.now() - sentAt > ports.clock.scaled(longestCheckMs);
    return isTooLate ? settle(ports, notice, 'unknown', found.reason) : waitFor(ports, found);
  }
  if (found.value !== null) return settle(ports, notice, 'sent', null);
  if (notice.checks + 1 < emptyChecks) {
    await ports.db
      .update(chatNotice)
      .set({ checks: notice.checks + 1 })
      .where(whereNotice({ teamId: notice.teamId, noticeId: notice.id }));
    return checkGraceMs;
  }
  if (notice.attempts >= mostPosts) return settle(ports, notice, 'unknown', 'The chat did not take it.');
  await settle(ports, notice, 'pending', null);
  return 1;
}

function waitFor(ports: ChatPorts, outcome: Exclude<ChatOutcome<unknown>, { outcome: 'done' | 'refused' }>): number {
  return ports.clock.scaled(outcome.outcome === 'limited' ? outcome.retryAfterMs : laterMs);
}

/** Writes down what became of it, unless it was seen in the chat meanwhile. */
async function settle(
  ports: Pick<ChatPorts, 'db'>,
  { teamId, id }: Notice,
  state: Notice['state'],
  error: string | null,
): Promise<undefined> {
  await inTransaction(ports.db, async (tx) => {
    const open = and(whereNotice({ teamId, noticeId: id }), inArray(chatNotice.state, ['pending', 'sending']));
    await tx.update(chatNotice).set({ state, error }).where(open);
  });
}

function whereNotice({ teamId, noticeId }: NoticeKey) {
  return and(eq(chatNotice.teamId, teamId), eq(chatNotice.id, noticeId));
}
