import { sql } from 'drizzle-orm';
import type { MailboxId, UserId } from '#shared/contract/ids.ts';
import type { Mailbox, MailboxPerson, TakenMailbox } from '#shared/contract/mailbox.ts';
import type { Database, Transaction } from '#server/db/client.ts';
import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import type { Ports } from '#server/ports/ports.ts';
import type { MailboxKey, MailboxRow } from './mailbox-row.ts';

type People = Pick<Mailbox, 'owner' | 'users' | 'requests'>;

/** Whose mailbox it is, who uses it and who asks to, by name. Who left the team is none of them. */
export async function loadMailboxPeople(
  db: Database | Transaction,
  { teamId, id, ownerId }: Pick<MailboxRow, 'teamId' | 'id' | 'ownerId'>,
): Promise<People> {
  const { rows } = await db.execute<MailboxPerson & { as: 'owner' | 'user' | 'request' }>(sql`
    select people.as, u.id, u.name from (
      select 'owner' as as, ${ownerId}::uuid as user_id
      union all select 'user', user_id from mailbox_user where team_id = ${teamId} and mailbox_id = ${id}
      union all select 'request', user_id from mailbox_request
        where team_id = ${teamId} and mailbox_id = ${id} and asked_at is not null
    ) people join person u on u.id = people.user_id order by u.name, u.id`);
  const inPart = (part: string): MailboxPerson[] =>
    rows.filter((row) => row.as === part).map(({ id: personId, name }) => ({ id: personId, name }));
  const [owner = { id: ownerId as UserId, name: '' }] = inPart('owner');
  return { owner, users: inPart('user'), requests: inPart('request') };
}

/** Tells the devices of everybody whose mailbox it is that something about it changed, or that it is gone for them. */
export async function tellHolders(
  ports: Pick<Ports, 'liveFeed'>,
  tx: Transaction,
  { teamId, mailboxId }: MailboxKey,
  kind: 'mailbox' | 'mailbox-gone' = 'mailbox',
): Promise<void> {
  const { rows } = await tx.execute<{ user_id: string }>(sql`
    select owner_id as user_id from mailbox where team_id = ${teamId} and id = ${mailboxId}
    union select user_id from mailbox_user where team_id = ${teamId} and mailbox_id = ${mailboxId}`);
  await ports.liveFeed.publish(
    tx,
    rows.map(({ user_id: userId }) => ({ teamId, kind, userId, payload: { mailboxId } })),
  );
}

/**
 * Notes that the asker proved an address that a teammate has connected already.
 * @returns false when they are one of its users, and so may connect it again.
 */
export async function noteTaken(ports: Pick<Ports, 'db'>, ctx: Context, { id }: MailboxRow): Promise<boolean> {
  const { rows } = await ports.db.execute(sql`
    insert into mailbox_request (team_id, mailbox_id, user_id)
    select ${ctx.teamId}, ${id}, ${ctx.userId} where not exists (select from mailbox_user u
      where u.team_id = ${ctx.teamId} and u.mailbox_id = ${id} and u.user_id = ${ctx.userId})
    on conflict (team_id, mailbox_id, user_id) do update set proved_at = now() returning user_id`);
  return rows.length > 0;
}

/** The mailboxes that the asker tried to connect and teammates have already. */
export async function listTaken(ports: Pick<Ports, 'db'>, ctx: Context): Promise<TakenMailbox[]> {
  requirePermission(ctx, 'mailbox.connect');
  const { rows } = await ports.db.execute<{
    mailboxId: MailboxId;
    address: string;
    ownerId: UserId;
    ownerName: string;
    isAsked: boolean;
  }>(sql`
    select m.id as "mailboxId", m.address, u.id as "ownerId", u.name as "ownerName", r.asked_at is not null as "isAsked"
    from mailbox_request r
    join mailbox m on m.team_id = ${ctx.teamId} and m.id = r.mailbox_id and m.state <> 'disconnected'
    join person u on u.id = m.owner_id
    where r.team_id = ${ctx.teamId} and r.user_id = ${ctx.userId} order by m.address`);
  return rows.map(({ ownerId, ownerName, ...row }) => ({ ...row, owner: { id: ownerId, name: ownerName } }));
}
