import { holderSql } from '#server/db/holder-sql.ts';
import type { PreparedStatement } from '#server/db/prepared.ts';
import { contactsSql, type ContactRow } from '../contacts/index.ts';
import {
  discussionSql,
  presenceSql,
  visibleSql,
  type ChannelProblemCode,
  type DiscussionRow,
  type PresentPerson,
} from '../discussions/index.ts';
import type { CorrespondenceView, JoinOffer } from '#shared/contract/correspondence.ts';

/** What the database answers to the opening of a mail. */
export interface OpenRow {
  readonly at: number;
  readonly discussion: DiscussionRow | null;
  /** The correspondence of the asker's own mailbox's thread. */
  readonly proved: CorrespondenceView['correspondenceId'];
  /** The correspondence, where it holds mail that the team may see. */
  readonly withMail: CorrespondenceView['correspondenceId'];
  readonly presence: readonly PresentPerson[] | null;
  readonly contacts: readonly ContactRow[] | null;
  readonly companies: CorrespondenceView['companies'] | null;
  readonly offer: (Omit<JoinOffer, 'startedBy'> & { readonly startedBy: string | null }) | null;
  readonly chat: {
    readonly channelId: string | null;
    readonly channelName: string | null;
    readonly problemCode: ChannelProblemCode | null;
  } | null;
  readonly presenceEnabled: boolean | null;
}

/** One person's question in `openStatement`; all but the person are hashes. */
export interface OpenAsk {
  readonly person: string;
  readonly account: string;
  readonly thread: string;
  readonly addresses: readonly string[];
  readonly domains: readonly string[];
  readonly fingerprints: readonly string[];
}

/** Most questions in one statement. The planner takes it for the number to expect. */
export const mostAsks = 32;

/**
 * Everything beside a mail, which writes nothing. `$1` team, `$2` person. Each part that depends on a discussion goes
 * through what the person may see, so a private one of others changes nothing in the answer.
 */
const perAsk = `with proved as materialized (
      select k.id from mail_thread t
      join correspondence was on was.team_id = $1 and was.id = t.correspondence_id
      join correspondence k on k.team_id = $1 and k.id = coalesce(was.merged_into, was.id)
      where t.team_id = $1 and t.account_hash = ask.account and t.thread_hash = ask.thread and ${holderSql('t', '$2')}
      order by t.mailbox_id limit 1
    ), seen as materialized (
      select id from (
        select d.id, c.user_id = $2 as "isOwn", c.created_at, c.id as place from claim c
        join discussion d on d.team_id = c.team_id and d.correspondence_id = c.correspondence_id
        where c.team_id = $1 and c.account_hash = ask.account and c.thread_hash = ask.thread and d.deleted_at is null
          and ${visibleSql('d')}
        union all
        select d.id, false, d.created_at, d.id from proved
        join correspondence part on part.team_id = $1 and (part.id = proved.id or part.merged_into = proved.id)
        join discussion d on d.team_id = $1 and d.correspondence_id = part.id and d.deleted_at is null
          and ${visibleSql('d')}
      ) known order by "isOwn" desc, created_at, place limit 1
    ), team as materialized (
      select presence_enabled from team_settings where team_id = $1
    )
    select ${discussionSql('(select id from seen)')} as discussion,
      (select id from proved) as proved,
      (select k.id from correspondence k where k.team_id = $1 and k.email_count > 0 and k.id = coalesce(
        (select id from proved),
        (select coalesce(was.merged_into, was.id) from discussion d
          join correspondence was on was.team_id = $1 and was.id = d.correspondence_id
          where d.team_id = $1 and d.id = (select id from seen)))) as "withMail",
      (select presence_enabled from team) as "presenceEnabled",
      case when (select presence_enabled from team) then ${presenceSql('(select id from seen)')} end as presence,
      ${contactsSql(`select a.contact_id from contact_address a where a.team_id = $1
        and a.address_hash = any(ask.addresses) and a.deleted_at is null`)} as contacts,
      (select json_agg(json_build_object('domain', o.domain_hash, 'company', json_build_object(
          'id', o.id, 'name', o.name, 'domain', o.domain)) order by o.domain)
        from company o where o.team_id = $1 and o.domain_hash = any(ask.domains)) as companies,
      case when not exists (select from seen) then (
        select json_build_object('discussionId', d.id, 'startedAt', d.created_at,
          'startedBy', (select u.name from person u where u.id = d.started_by),
          'messageCount', (select count(*) from message m where m.team_id = $1 and m.discussion_id = d.id
            and m.deleted_at is null))
        from claim_fingerprint f
        join discussion d on d.team_id = $1 and d.correspondence_id = f.correspondence_id
        where f.team_id = $1 and f.fingerprint = any(ask.fingerprints) and d.deleted_at is null and ${visibleSql('d')}
          and not exists (select from claim c where c.team_id = $1 and c.correspondence_id = d.correspondence_id
            and c.user_id = $2)
          and not exists (select from join_refusal j where j.team_id = $1 and j.user_id = $2
            and j.discussion_id = d.id)
        order by d.created_at, d.id limit 1) end as offer,
      (select json_build_object('channelId', i.default_channel_id, 'channelName', ch.name,
          'problemCode', ch.problem_code)
        from chat_installation i
        left join chat_channel ch on ch.team_id = $1 and ch.installation_id = i.id
          and ch.channel_id = i.default_channel_id
        where i.team_id = $1 and i.state = 'active') as chat`;

/**
 * The same for several people of a team at once: one row per question, with its place in the list as `at`. `$1` team,
 * `$2` the questions as JSON. That they come as rows also lets PostgreSQL keep its plan: with the hashes as parameters
 * it would plan each time anew, which takes longer than the rest.
 */
export const openStatement: PreparedStatement = {
  name: 'correspondences.open',
  text: `select ask.at, answer.* from (
      select * from json_to_recordset($2::json) as given (at integer, person uuid, account text, thread text,
        addresses text[], domains text[], fingerprints text[]) limit ${mostAsks}
    ) ask cross join lateral (${perAsk.replaceAll('$2', 'ask.person')}) answer`,
};
