import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { CorrespondenceId } from '#shared/contract/ids.ts';
import { findLinkedUser, labelOfReminder, readInstallation, tellOnly } from '../chat/index.ts';
import { changeCorrespondence, redrawNews } from '../correspondences/index.ts';
import { findMember } from '../teams/index.ts';
import { inTransaction } from '#server/db/client.ts';
import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { ChatPorts } from '#server/ports/chat-ports.ts';
import { defineJob } from '#server/ports/queue.ts';
import { requestReminder } from './remind-person.ts';

const PressKey = z.object({ teamId: z.uuid(), pressId: z.uuid() });
export type PressKey = z.infer<typeof PressKey>;

/** Does what somebody pressed, should whoever took it in have died. */
export const handlePressJob = defineJob('handle-chat-press', PressKey);

export interface Press extends Record<string, unknown> {
  readonly team_id: string;
  readonly id: string;
  readonly link_id: string;
  readonly installation_id: string;
  readonly channel_id: string;
  readonly root_ts: string | null;
  readonly subject_id: string;
  readonly action: string;
  readonly choice: string | null;
  readonly chat_user_id: string;
  /** Of the mail that it is about, while the team may see it. */
  readonly correspondence_id: CorrespondenceId | null;
}

/** As long is whoever took a press up left alone with it. */
const leaseMs = 15_000;

/**
 * Does what a press asks for, as whoever pressed it and with their rights; what they may not is said to them alone, with
 * the reason. Once: safe to call again, and from several servers.
 */
export async function handlePress(ports: ChatPorts, key: PressKey): Promise<void> {
  const press = await take(ports, key);
  if (press === undefined) return;
  try {
    const ctx = await findPresser(ports, press);
    await act(ports, ctx, press);
    await settle(ports, press, ctx);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    await refuse(ports, press, error.message);
  }
}

async function take(ports: ChatPorts, { teamId, pressId }: PressKey): Promise<Press | undefined> {
  const { rows } = await ports.db.execute<Press>(sql`
    update chat_press x set taken_at = now() from chat_link l
    where x.team_id = ${teamId} and x.id = ${pressId} and x.outcome = 'pending' and l.team_id = x.team_id
      and l.id = x.link_id and (x.taken_at is null or x.taken_at < now() - ${leaseMs} * interval '1 millisecond')
    returning x.team_id, x.id, x.link_id, l.installation_id, l.channel_id, l.root_ts, x.subject_id, x.action, x.choice,
      x.chat_user_id, (select e.correspondence_id from shared_email e
        where e.team_id = x.team_id and e.id = x.subject_id) as correspondence_id`);
  return rows[0];
}

/**
 * Who pressed it, with their rights here now. In the chat alone one can't sign in: once, they link the two accounts.
 * @throws Problem 'not-allowed' for whoever did not, or is not in the team any more.
 */
async function findPresser(ports: ChatPorts, press: Press): Promise<Context> {
  const at = { teamId: press.team_id, installationId: press.installation_id };
  const userId = await findLinkedUser(ports.db, at, press.chat_user_id);
  const member = userId === undefined ? undefined : await findMember(ports, userId, press.team_id);
  if (member === undefined) {
    const link = `${ports.config.publicUrl}/account/slack?team=${press.team_id}`;
    throw new Problem(
      'not-allowed',
      `Nothing was done: Sidethread has to know who you are. [Link your Slack account](${link}) once, then press again.`,
    );
  }
  return { ...member, deviceId: press.id, requestId: press.id };
}

async function act(ports: ChatPorts, ctx: Context, press: Press): Promise<void> {
  requirePermission(ctx, 'correspondence.write');
  const { correspondence_id: id } = press;
  if (id === null)
    throw new Problem('not-found', 'This e-mail is not shared with the team any more. Nothing was done.');
  if (press.action === 'assign') await changeCorrespondence(ports, ctx, { id, change: { assigneeId: ctx.userId } });
  else if (press.action === 'close') await changeCorrespondence(ports, ctx, { id, change: { state: 'closed' } });
  else if (press.action === 'reopen') await changeCorrespondence(ports, ctx, { id, change: { state: 'open' } });
  else if (press.action !== 'remind' || labelOfReminder(press.choice) === undefined)
    throw new Problem('invalid-input', 'This button is not known here (any more). Nothing was done.');
}

/** Who pressed is noted, and stands in the message. */
async function settle(ports: ChatPorts, press: Press, ctx: Context): Promise<void> {
  await inTransaction(ports.db, async (tx) => {
    const { rows } = await tx.execute(sql`
      update chat_press set outcome = 'done', user_id = ${ctx.userId}
      where team_id = ${press.team_id} and id = ${press.id} and outcome = 'pending' returning id`);
    if (rows.length === 0) return;
    if (press.action === 'remind') await requestReminder(ports, tx, press);
    await redrawNews(ports, tx, press.team_id, { subjectId: press.subject_id });
  });
}

async function refuse(ports: ChatPorts, press: Press, why: string): Promise<void> {
  await ports.db.execute(sql`
    update chat_press set outcome = 'refused' where team_id = ${press.team_id} and id = ${press.id}`);
  const installation = await readInstallation(ports.db, press.team_id, press.installation_id);
  if (installation === undefined || press.root_ts === null) return;
  const to = { channelId: press.channel_id, threadTs: press.root_ts, chatUserId: press.chat_user_id };
  await tellOnly(ports, installation, to, why);
}
