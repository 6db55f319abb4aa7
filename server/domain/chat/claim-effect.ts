import { sql } from 'drizzle-orm';
import { runPrepared, type PreparedStatement } from '#server/db/prepared.ts';
import type { ChatPorts } from '#server/ports/chat-ports.ts';
import type { ChannelProblemCode } from '../discussions/index.ts';
import type { Workspace } from './installation.ts';

export type EffectKind =
  | 'card'
  | 'post'
  | 'edit'
  | 'delete'
  | 'react'
  | 'unreact'
  | 'file'
  | 'mail'
  | 'answer'
  | 'redraw';

const posts: ReadonlySet<EffectKind> = new Set(['card', 'post', 'file', 'mail', 'answer']);

/** The first effect of a link that is not settled, with what is known of link, workspace and channel. */
export interface NextEffect {
  readonly teamId: string;
  readonly linkId: string;
  readonly discussionId: string;
  readonly installationId: string;
  readonly channelId: string;
  readonly rootTs: string | null;
  /** How to speak with the workspace. */
  readonly workspace: Workspace;
  readonly installationState: 'active' | 'ended';
  readonly endedReason: string | null;
  /** Null when the channel has not been looked at yet. */
  readonly channelKnown: boolean;
  readonly channelStale: boolean;
  readonly channelProblem: ChannelProblemCode | null;
  /** Its id while its name is not known. */
  readonly channelName: string;
  readonly pauseMs: number;
  readonly id: string;
  readonly kind: EffectKind;
  readonly messageId: string | null;
  readonly payload: string;
  readonly state: 'pending' | 'sending' | 'checking';
  readonly attempts: number;
  /** Which taking up of the effect this is: whoever has an older one has been overtaken. */
  readonly claim: number;
  readonly checks: number;
  /** How long until it may be taken up; 0 or less when it is due. Null: no time was set. */
  readonly waitMs: number | null;
  readonly sentAgoMs: number | null;
  readonly createdAt: Date;
  readonly sentAt: Date | null;
}

const next: PreparedStatement = {
  name: 'chat.next-effect',
  text: `
    select l.team_id as "teamId", l.id as "linkId", l.discussion_id as "discussionId",
      l.installation_id as "installationId", l.channel_id as "channelId", l.root_ts as "rootTs",
      json_build_object('teamId', i.team_id, 'id', i.id, 'externalTeamId', i.external_team_id,
        'workspaceUrl', i.workspace_url, 'appId', i.app_id, 'botUserId', i.bot_user_id,
        'sealedTokens', i.sealed_tokens) as workspace,
      i.state as "installationState", i.ended_reason as "endedReason",
      c.channel_id is not null as "channelKnown", coalesce(c.is_stale, false) as "channelStale",
      c.problem_code as "channelProblem", coalesce(nullif(c.name, ''), l.channel_id) as "channelName",
      greatest(0, extract(epoch from c.paused_until - now()) * 1000)::float8 as "pauseMs",
      o.id, o.kind, o.message_id as "messageId", o.payload, o.state, o.attempts, o.claim, o.checks,
      (extract(epoch from o.not_before - now()) * 1000)::float8 as "waitMs",
      (extract(epoch from now() - o.sent_at) * 1000)::float8 as "sentAgoMs",
      o.created_at as "createdAt", o.sent_at as "sentAt"
    from chat_link l
    join chat_installation i on i.team_id = l.team_id and i.id = l.installation_id
    join lateral (
      select * from chat_outbox o where o.team_id = l.team_id and o.link_id = l.id
        and o.state in ('pending', 'sending', 'checking')
      order by o.state = 'sending' desc, o.position limit 1
    ) o on true
    left join chat_channel c on c.team_id = l.team_id and c.installation_id = l.installation_id
      and c.channel_id = l.channel_id
    where l.team_id = $1 and l.id = $2`,
};

/** What a link's outbox wants next; undefined when all is settled. */
export async function findNextEffect(
  ports: Pick<ChatPorts, 'db'>,
  at: { teamId: string; linkId: string },
): Promise<NextEffect | undefined> {
  const [row] = await runPrepared<NextEffect>(ports.db, next, [at.teamId, at.linkId]);
  return row === undefined ? undefined : { ...row, pauseMs: row.pauseMs ?? 0 };
}

/** Whether an effect adds something to the chat, which must not be made twice. */
export function isPost(effect: Pick<NextEffect, 'kind'>): boolean {
  return posts.has(effect.kind);
}

const claim: PreparedStatement = {
  name: 'chat.claim-effect',
  text: `
    update chat_outbox set state = 'sending', attempts = attempts + 1, claim = claim + 1, sent_at = now(), not_before = null
    where team_id = $1 and id = $2 and state = $3 and claim = $4 and (not_before is null or not_before <= now())
    returning id`,
};

/** About one post a second and channel, with short bursts (docs.slack.dev/apis/web-api/rate-limits). */
const paceMs = 1000;
const burst = 3;

// A slot is reserved even if it lies ahead, so that many threads of one channel each get a time of their own.
const claimPaced: PreparedStatement = {
  name: 'chat.claim-effect-paced',
  text: `
    with slot as (
      update chat_channel set paced_until =
        greatest(coalesce(paced_until, '-infinity'), now() - $6::float8 * interval '1 millisecond')
          + $7::float8 * interval '1 millisecond'
      where team_id = $1 and installation_id = $4 and channel_id = $5
      returning paced_until
    )
    update chat_outbox o set
      state = case when slot.paced_until <= now() + $7::float8 * interval '1 millisecond' then 'sending' else state end,
      attempts = attempts + case when slot.paced_until <= now() + $7::float8 * interval '1 millisecond' then 1 else 0 end,
      claim = claim + case when slot.paced_until <= now() + $7::float8 * interval '1 millisecond' then 1 else 0 end,
      sent_at = case when slot.paced_until <= now() + $7::float8 * interval '1 millisecond' then now() else sent_at end,
      not_before = case when slot.paced_until <= now() + $7::float8 * interval '1 millisecond' then null
        else slot.paced_until - $7::float8 * interval '1 millisecond' end
    from slot
    where o.team_id = $1 and o.id = $2 and o.state = $3 and o.claim = $8 and (o.not_before is null or o.not_before <= now())
    returning o.id, o.state`,
};

/**
 * Marks an effect as being sent, committed before the call is made: whoever finds it so later knows that it may have
 * happened. Only one server can succeed.
 * @returns the effect as taken up (`attempts` as before), undefined when somebody else has it, or its channel's next
 *   slot lies ahead (then it has been given a time).
 */
export async function claimEffect(ports: ChatPorts, effect: NextEffect): Promise<NextEffect | undefined> {
  const claimed = { ...effect, claim: effect.claim + 1 };
  const base = [effect.teamId, effect.id, effect.state];
  // One that was given a time has its slot already.
  if (!isPost(effect) || effect.waitMs !== null) {
    const rows = await runPrepared(ports.db, claim, [...base, effect.claim]);
    return rows.length > 0 ? claimed : undefined;
  }
  const interval = ports.clock.scaled(paceMs);
  const values = [...base, effect.installationId, effect.channelId, interval * (burst - 1), interval, effect.claim];
  const [row] = await runPrepared<{ state: string }>(ports.db, claimPaced, values);
  return row?.state === 'sending' ? claimed : undefined;
}

/**
 * Right before a call that was long prepared: whether the effect is still the caller's, as claimed, and for another
 * grace period. Whoever took it over meanwhile decides alone what becomes of it.
 */
export async function holdEffect(ports: Pick<ChatPorts, 'db'>, effect: NextEffect): Promise<boolean> {
  const { rows } = await ports.db.execute(sql`
    update chat_outbox set sent_at = now()
    where team_id = ${effect.teamId} and id = ${effect.id} and state = 'sending' and claim = ${effect.claim}
    returning id`);
  return rows.length > 0;
}

/** Puts a found effect under look-up, or under another one: whoever takes it has `leaseMs` before the next may. */
export async function claimCheck(
  ports: ChatPorts,
  effect: NextEffect,
  leaseMs: number,
): Promise<NextEffect | undefined> {
  const { rows } = await ports.db.execute(sql`
    update chat_outbox set state = 'checking', claim = claim + 1, not_before = now() + ${leaseMs} * interval '1 millisecond'
    where team_id = ${effect.teamId} and id = ${effect.id} and state = ${effect.state}
      and claim = ${effect.claim} and (not_before is null or not_before <= now())
    returning id`);
  return rows.length > 0 ? { ...effect, state: 'checking', claim: effect.claim + 1 } : undefined;
}
