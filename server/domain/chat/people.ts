import { and, eq, sql } from 'drizzle-orm';
import type { GuestId, UserId } from '#shared/contract/ids.ts';
import type { ChatAuthorRef } from '../discussions/index.ts';
import { findTeammateByConfirmedEmail } from '../teams/index.ts';
import { chatPerson } from '#server/db/schema/index.ts';
import { createId } from '#server/kernel/ids.ts';
import type { ChatPersonRecord } from '#server/ports/chat.ts';
import type { ChatPorts } from '#server/ports/chat-ports.ts';
import { botAccess, type Workspace } from './installation.ts';
import { Postponed } from './postponed.ts';
import { readStoredPeople, type StoredPerson } from './stored-people.ts';

export interface KnownPerson {
  readonly chatUserId: string;
  /** A teammate's name as it is here, else the chat's. */
  readonly name: string;
  readonly guestId: GuestId;
  /** Set when a confirmed address says that this is a teammate. */
  readonly userId: UserId | null;
}

/** What is known of a person is read again after this long, besides when the chat says that it changed. */
const freshMs = 24 * 60 * 60 * 1000;

/**
 * Who people of the chat are, asking the chat about those not known yet.
 * @param stored what was just read of them; read here when left out.
 * @throws Postponed when the chat can't say now.
 */
export async function resolvePeople(
  ports: ChatPorts,
  installation: Workspace,
  chatUserIds: readonly string[],
  stored?: readonly StoredPerson[],
): Promise<ReadonlyMap<string, KnownPerson>> {
  const wanted = [...new Set(chatUserIds)];
  if (wanted.length === 0) return new Map();
  const rows = stored ?? (await readStoredPeople(ports, installation, wanted));
  const people = new Map<string, KnownPerson>();
  const staleBefore = ports.clock.now().getTime() - freshMs;
  for (const chatUserId of wanted) {
    const row = rows.find((each) => each.chatUserId === chatUserId);
    const isFresh = row !== undefined && row.checkedAt > staleBefore;
    people.set(
      chatUserId,
      isFresh ? await known(ports, installation, row) : await refreshPersonRecord(ports, installation, chatUserId, row),
    );
  }
  return people;
}

/** A teammate may have joined, left or confirmed their address since. */
async function known(ports: ChatPorts, installation: Workspace, row: StoredPerson): Promise<KnownPerson> {
  const { chatUserId, teammate } = row;
  const userId = teammate?.userId ?? null;
  if (userId !== row.userId) await ports.db.update(chatPerson).set({ userId }).where(keyOf(installation, chatUserId));
  return { chatUserId, name: teammate?.name ?? row.name, guestId: row.guestId, userId };
}

/** Reads a person from the chat and stores them. Somebody whom the chat does not know is a guest without a name. */
export async function refreshPersonRecord(
  ports: ChatPorts,
  installation: Workspace,
  chatUserId: string,
  row?: StoredPerson,
): Promise<KnownPerson> {
  const read = await ports.chat.readPerson(botAccess(ports, installation), chatUserId);
  if (read.outcome === 'done') return storePerson(ports, installation, read.value);
  if (row !== undefined) return known(ports, installation, row);
  if (read.outcome === 'refused' && read.error !== 'signed-out')
    return storePerson(ports, installation, nobodyKnown(chatUserId, 'Somebody in Slack'));
  throw new Postponed('the chat can’t say who somebody is');
}

/** An app that writes in a thread is a guest under the name it gives itself. */
export function storeApp(ports: ChatPorts, installation: Workspace, appId: string, name: string): Promise<KnownPerson> {
  return storePerson(ports, installation, nobodyKnown(appId, name));
}

function nobodyKnown(chatUserId: string, name: string): ChatPersonRecord {
  return { chatUserId, name, confirmedEmail: null, pictureUrl: null, isOutsider: true };
}

/** Stores what the chat says of a person, and whether that is a teammate. */
export async function storePerson(
  ports: ChatPorts,
  installation: Workspace,
  person: ChatPersonRecord,
): Promise<KnownPerson> {
  const { chatUserId, name, pictureUrl, isOutsider, confirmedEmail: email } = person;
  const teammate = isOutsider ? undefined : await teammateOf(ports, installation.teamId, email);
  const userId = teammate?.userId ?? null;
  const fields = { name, email, pictureUrl, isOutsider, userId, checkedAt: ports.clock.now() };
  const [row] = await ports.db
    .insert(chatPerson)
    .values({
      teamId: installation.teamId,
      installationId: installation.id,
      chatUserId,
      guestId: createId(),
      ...fields,
    })
    .onConflictDoUpdate({ target: [chatPerson.teamId, chatPerson.installationId, chatPerson.chatUserId], set: fields })
    .returning({ guestId: chatPerson.guestId });
  return { chatUserId, name: teammate?.name ?? name, userId, guestId: row?.guestId as GuestId };
}

async function teammateOf(ports: ChatPorts, teamId: string, email: string | null) {
  return email === null ? undefined : findTeammateByConfirmedEmail(ports.db, teamId, email);
}

function keyOf(installation: Workspace, chatUserId: string) {
  return and(
    eq(chatPerson.teamId, installation.teamId),
    eq(chatPerson.installationId, installation.id),
    eq(chatPerson.chatUserId, chatUserId),
  );
}

/** Somebody of the chat as the author of a message or a reaction. */
export function authorOf(person: KnownPerson): ChatAuthorRef {
  return person.userId === null
    ? { kind: 'guest', guestId: person.guestId }
    : { kind: 'teammate', userId: person.userId };
}

/**
 * The chat's ids of those teammates who are in the chat with the address they have here, looked up where not known.
 * @param options.orThrow throws Postponed when the chat can't say now; else such people are left out.
 */
export async function findChatUsers(
  ports: ChatPorts,
  installation: Workspace,
  userIds: readonly string[],
  options: { orThrow?: boolean } = {},
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const userId of new Set(userIds)) {
    const chatUserId = await findChatUser(ports, installation, userId, options.orThrow === true);
    if (chatUserId !== undefined) found.set(userId, chatUserId);
  }
  return found;
}

async function findChatUser(
  ports: ChatPorts,
  installation: Workspace,
  userId: string,
  orThrow: boolean,
): Promise<string | undefined> {
  const { teamId, id } = installation;
  const { rows } = await ports.db.execute<{ chat_user_id: string | null; email: string }>(sql`
    select t.email, (select p.chat_user_id from chat_person p where p.team_id = t.team_id
      and p.installation_id = ${id} and p.user_id = t.user_id and not p.is_outsider limit 1) as chat_user_id
    from team_person t where t.team_id = ${teamId} and t.user_id = ${userId}`);
  const row = rows[0];
  if (row === undefined) return undefined;
  if (row.chat_user_id !== null) return row.chat_user_id;
  const read = await ports.chat.findPersonByEmail(botAccess(ports, installation), row.email);
  if (orThrow && read.outcome !== 'done') throw new Postponed('the chat can’t say who is there');
  if (read.outcome !== 'done' || read.value === null) return undefined;
  const person = await storePerson(ports, installation, read.value);
  return person.userId === userId ? person.chatUserId : undefined;
}
