import { sql } from 'drizzle-orm';
import { findBlockedFile } from '../attachments/index.ts';
import { labelOfReminder, readInstallation, tellOnly } from '../chat/index.ts';
import { changeCorrespondence, redrawNews, showFiles } from '../correspondences/index.ts';
import { undoSend } from '../outgoing-mail/index.ts';
import { inTransaction } from '#server/db/client.ts';
import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { ChatPorts } from '#server/ports/chat-ports.ts';
import { defineJob } from '#server/ports/queue.ts';
import { findPresser } from './find-presser.ts';
import { PressKey, type Press } from './press.ts';
import { openReply } from './reply.ts';
import { asWords, requestReminder } from './remind-person.ts';

/** Does what somebody pressed, should whoever took it in have died. */
export const handlePressJob = defineJob('handle-chat-press', PressKey);

/** What somebody wanted so long ago they may not want any more. */
const longestMs = 10 * 60_000;

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
    const ctx = await findPresser(ports, {
      teamId: press.team_id,
      externalTeamId: press.external_team_id,
      appId: press.app_id,
      userTeamId: press.external_team_id,
      chatUserId: press.chat_user_id,
    });
    await act(ports, ctx, press);
    await settle(ports, press, ctx);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    await refuse(ports, press, error.message);
  }
}

async function take(ports: ChatPorts, { teamId, pressId }: PressKey): Promise<Press | undefined> {
  const { rows } = await ports.db.execute<Press>(sql`
    update chat_press x set taken_at = now() from chat_link l join chat_installation i on i.team_id = l.team_id and i.id = l.installation_id
    where x.team_id = ${teamId} and x.id = ${pressId} and x.outcome = 'pending' and l.team_id = x.team_id
      and l.id = x.link_id and (x.taken_at is null or x.taken_at < now() - ${leaseMs} * interval '1 millisecond')
    returning x.team_id, x.id, x.link_id, l.installation_id, i.external_team_id, i.app_id, l.channel_id, l.root_ts, x.subject_id, x.action, x.choice,
      x.trigger_id, x.chat_user_id, (extract(epoch from now() - x.pressed_at) * 1000)::float8 as age_ms, (select e.correspondence_id from shared_email e
        where e.team_id = x.team_id and e.id = x.subject_id) as correspondence_id`);
  return rows[0];
}

async function act(ports: ChatPorts, ctx: Context, press: Press): Promise<void> {
  if (press.age_ms > longestMs)
    throw new Problem(
      'gone',
      'What you pressed could not be done in time, and nothing was done. Press again if it still holds.',
    );
  if (press.action === 'undo') return void (await undoSend(ports, ctx, press.subject_id));
  if (press.action === 'reply') return openReply(ports, ctx, press);
  requirePermission(ctx, 'correspondence.write');
  const { correspondence_id: id } = press;
  if (id === null)
    throw new Problem('not-found', 'This e-mail is not shared with the team any more. Nothing was done.');
  if (press.action === 'assign') await changeCorrespondence(ports, ctx, { id, change: { assigneeId: ctx.userId } });
  else if (press.action === 'close') await changeCorrespondence(ports, ctx, { id, change: { state: 'closed' } });
  else if (press.action === 'reopen') await changeCorrespondence(ports, ctx, { id, change: { state: 'open' } });
  else if (press.action === 'files') await refuseFiles(ports, press);
  else if (press.action !== 'remind' || labelOfReminder(press.choice) === undefined)
    throw new Problem('invalid-input', 'This button is not known here (any more). Nothing was done.');
}

/** Each is held whole on its way up. */
const mostFileBytes = 50 * 1024 * 1024;

/** Files of a kind that isn't sent to customers aren't passed around in the chat either. */
async function refuseFiles(ports: ChatPorts, { team_id: teamId, subject_id: emailId }: Press): Promise<void> {
  const { rows } = await ports.db.execute<{ name: string; size: number; contentType: string }>(sql`
    select name, size, content_type as "contentType" from email_attachment
    where team_id = ${teamId} and email_id = ${emailId} and not is_inline order by position`);
  const blocked = findBlockedFile(ports.config.blockedFileTypes, rows);
  if (rows.some(({ size }) => size > mostFileBytes))
    throw new Problem('too-large', 'A file of this e-mail is too large to be shown here. Open it in Sidethread.');
  if (blocked === undefined) return;
  throw new Problem(
    'not-allowed',
    `“${asWords(blocked.name)}” is a program or of a kind that is not passed on, so no file of this e-mail was shown.`,
  );
}

/** Who pressed is noted, and stands in the message. */
async function settle(ports: ChatPorts, press: Press, ctx: Context): Promise<void> {
  await inTransaction(ports.db, async (tx) => {
    const { rows } = await tx.execute(sql`
      update chat_press set outcome = 'done', user_id = ${ctx.userId}
      where team_id = ${press.team_id} and id = ${press.id} and outcome = 'pending' returning id`);
    if (rows.length === 0) return;
    if (press.action === 'files')
      await showFiles(ports, tx, { teamId: press.team_id, emailId: press.subject_id, linkId: press.link_id });
    if (press.action === 'remind') await requestReminder(ports, tx, press);
    if (press.action !== 'reply') await redrawNews(ports, tx, press.team_id, { subjectId: press.subject_id });
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
