import { sql } from 'drizzle-orm';
import type { MailClaim, OpenCorrespondence } from '#shared/contract/correspondence.ts';
import type { MessageId, TeamId } from '#shared/contract/ids.ts';
import type { Role } from '#shared/contract/person.ts';
import { domainOf, normaliseAddress } from '#shared/email/address.ts';
import { keyedHash } from '#shared/email/keyed-hash.ts';
import type { Database } from '#server/db/client.ts';
import type { Context } from '#server/kernel/context.ts';
import { createId } from '#server/kernel/ids.ts';
import { addTestMember, addTestTeam, type TestPerson } from './people.ts';

/** A team whose people call the domain's verbs directly. */
export interface DomainTeam {
  readonly teamId: TeamId;
  readonly hashKey: string;
  /** The owner, named Olga. */
  readonly olga: Context & Pick<TestPerson, 'token'>;
  /** Adds a person and gives their context. */
  add(name: string, role?: Role): Promise<Context & Pick<TestPerson, 'token'>>;
}

export async function createDomainTeam(db: Database): Promise<DomainTeam> {
  const tag = createId<string>().slice(-8);
  const { teamId, owner } = await addTestTeam(db, {
    name: `Larkfield ${tag}`,
    owner: { name: 'Olga', email: `olga.${tag}@larkfield.example` },
  });
  const { rows } = await db.execute<{ hash_key: string }>(
    sql`select hash_key from team_settings where team_id = ${teamId}`,
  );
  const contextOf = (person: TestPerson) => ({
    teamId,
    userId: person.userId,
    userName: person.name,
    role: person.role,
    deviceId: person.deviceId,
    requestId: createId<string>(),
    token: person.token,
  });
  return {
    teamId,
    hashKey: rows[0]?.hash_key ?? '',
    olga: contextOf(owner),
    add: async (name, role = 'member') =>
      contextOf(
        await addTestMember(db, teamId, { name, email: `${name.toLowerCase()}.${tag}@larkfield.example`, role }),
      ),
  };
}

export interface MailOptions {
  /** The webmail account that has it open. */
  readonly account?: string;
  readonly thread?: string;
  readonly subject?: string;
  readonly sender?: { readonly name: string; readonly address: string };
  readonly fingerprints?: readonly string[];
}

let threads = 0;

/** A mail as the page shows it; every call another thread unless one is named. */
export function createMail(options: MailOptions = {}): MailClaim {
  threads += 1;
  const sender = options.sender ?? { name: 'Marta Weiss', address: 'marta@weiss-tools.example' };
  const account = options.account ?? 'support@larkfield.example';
  const thread = options.thread ?? `18c${threads.toString(16).padStart(13, '0')}`;
  return {
    webmail: 'gmail',
    account,
    thread: { kind: 'gmail-thread', id: thread },
    subject: options.subject ?? 'Quote for 40 garden benches',
    sender,
    participants: [sender, { name: 'Support', address: account }],
    fingerprints: [...(options.fingerprints ?? [])],
    url: `https://mail.google.com/mail/u/0/#inbox/${thread}`,
  };
}

/** What opening the mail sends: hashes and nothing else. */
export async function hashMail(hashKey: string, mail: MailClaim): Promise<OpenCorrespondence> {
  const addresses = mail.participants.flatMap(({ address }) => normaliseAddress(address) ?? []);
  return {
    webmail: mail.webmail,
    account: await keyedHash(hashKey, 'account', normaliseAddress(mail.account) ?? ''),
    thread: await keyedHash(hashKey, 'thread', `${mail.thread.kind}:${mail.thread.id}`),
    addresses: await Promise.all(addresses.map((address) => keyedHash(hashKey, 'address', address))),
    domains: await Promise.all(addresses.map((address) => keyedHash(hashKey, 'domain', domainOf(address)))),
    fingerprints: mail.fingerprints,
  };
}

/** A message to write, with an id of its own. */
export function draftOf(body: string, more: { messageId?: MessageId } = {}) {
  return { messageId: more.messageId ?? createId<MessageId>(), body, mentions: [], fileIds: [] };
}

/** Connects a chat workspace to the team, with a default channel. Nothing is sent anywhere. */
export async function connectTestChat(
  db: Database,
  team: { teamId: string; userId: string },
  channels: readonly { id: string; name: string; problem?: 'archived' | 'not-in-channel' | 'outsiders' | 'missing' }[],
): Promise<string> {
  const id = createId<string>();
  await db.execute(sql`
    insert into chat_installation (team_id, id, provider, external_team_id, workspace_name, app_id, bot_user_id,
      sealed_tokens, scopes, default_channel_id, installed_by)
    values (${team.teamId}, ${id}, 'slack', ${`T${id.slice(-6)}`}, 'Larkfield', 'A1', 'U1', '', '',
      ${channels[0]?.id ?? null}, ${team.userId})`);
  for (const channel of channels) {
    await db.execute(sql`
      insert into chat_channel (team_id, installation_id, channel_id, name, problem_code)
      values (${team.teamId}, ${id}, ${channel.id}, ${channel.name}, ${channel.problem ?? null})`);
  }
  return id;
}
