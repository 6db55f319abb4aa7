import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CorrespondenceId } from '#shared/contract/ids.ts';
import { applySharing } from '#server/domain/emails/index.ts';
import { providers, type Provider } from '#tests/support/mail-accounts.ts';
import { writeMail, type MailTeam } from '#tests/support/mail-team.ts';
import { addTestMember, type TestPerson } from '#tests/support/people.ts';
import { startMailOffice, type MailOffice } from '#tests/support/mail-office.ts';
import type { TestApp } from '#tests/support/test-app.ts';

const clockScale = 50;
let office: MailOffice;
let provider: Provider;
let app: TestApp;
let team: MailTeam;
let lena: TestPerson;

beforeAll(async () => {
  office = await startMailOffice(providers.gmail, { clockScale });
  ({ provider, app, team } = office);
  lena = await addTestMember(app.ports.db, team.teamId, {
    name: 'Lena',
    email: 'lena@larkfield.example',
    role: 'member',
  });
});
afterAll(() => office.close());

async function findMail(mailboxId: string, subject: string | null) {
  const { rows } = await app.ports.db.execute<{ id: CorrespondenceId }>(sql`
    select e.correspondence_id as id from email e
    join email_copy c on c.team_id = e.team_id and c.email_id = e.id
    where c.mailbox_id = ${mailboxId} and e.subject is not distinct from ${subject}`);
  return rows[0]?.id;
}

test('who leaves hands over a mailbox and threads; what was shared stays, private mail and the other mailbox go', async () => {
  const { authority } = provider;
  const [support, own] = [provider.add('support@larkfield.example'), provider.add('lena@larkfield.example')];
  const shared = 'Marta <marta@weiss-tools.example>';
  support.deliver({ ageMs: 90_000, raw: writeMail(support.address, { subject: 'Shared order', from: shared }) });
  support.deliver({
    ageMs: 60_000,
    raw: writeMail(support.address, { subject: 'Only hers', from: 'Ida <ida@home.example>' }),
  });
  own.deliver({ ageMs: 60_000 });
  const [box, other] = [
    await team.connect(lena, 'gmail', { authority, address: support.address }),
    await team.connect(lena, 'gmail', { authority, address: own.address }),
  ];
  await team.until(lena, box.id, ({ sync }) => sync.stored === 2);
  await team.until(lena, other.id, ({ sync }) => sync.stored === 1);
  const rules = [{ kind: 'domain' as const, value: 'weiss-tools.example' }];
  await team.as(lena).sharing.confirm.mutate({ mailboxId: box.id, rules, confirmedMails: 1 });
  await applySharing(app.ports, { teamId: team.teamId, mailboxId: box.id });
  // Its content is asked for again, now that it is the team's.
  await expect.poll(() => findMail(box.id, 'Shared order')).toBeDefined();
  const [kept, gone] = [await findMail(box.id, 'Shared order'), await findMail(box.id, null)];
  if (kept === undefined || gone === undefined) throw new Error('Both mails should be there.');
  await app.ports.db.execute(sql`update correspondence set assignee_id = ${lena.userId} where id = ${kept}`);

  const olga = team.as(team.olga);
  expect(await olga.teams.departure.query({ userId: lena.userId })).toMatchObject({
    mailboxes: [{ address: own.address }, { address: support.address }],
    assignedThreads: 1,
  });
  await expect(team.as(team.piet).teams.departure.query({ userId: lena.userId })).rejects.toThrow();
  const toHerself = [{ mailboxId: box.id, to: lena.userId }];
  await expect(olga.teams.removeMember.mutate({ userId: lena.userId, mailboxesTo: toHerself })).rejects.toMatchObject({
    data: { problem: { code: 'conflict' } },
  });
  await olga.teams.removeMember.mutate({
    userId: lena.userId,
    assignTo: team.piet.userId,
    mailboxesTo: [{ mailboxId: box.id, to: team.piet.userId }],
  });

  const piet = team.as(team.piet);
  expect(await piet.mailboxes.list.query()).toMatchObject([{ id: box.id, owner: { name: 'Piet' } }]);
  // What only she saw he never sees, also before it is deleted.
  await expect(piet.correspondences.get.query({ id: gone })).rejects.toMatchObject({
    data: { problem: { code: 'not-found' } },
  });
  const copies = async () => {
    const left = await app.ports.db.execute<{ shared: boolean }>(sql`
      select is_shared as shared from email_copy where mailbox_id in (${box.id}, ${other.id})`);
    return left.rows;
  };
  await expect.poll(copies).toEqual([{ shared: true }]);
  const assignee = await app.ports.db.execute<{ id: string }>(
    sql`select assignee_id as id from correspondence where id = ${kept}`,
  );
  expect(assignee.rows).toEqual([{ id: team.piet.userId }]);
  await expect.poll(() => authority.isConnected(own.address)).toBe(false);
  expect(authority.isConnected(support.address)).toBe(true);
  // Its mail goes on coming, and is Piet's alone until he has said what of it the team sees.
  support.deliver({ raw: writeMail(support.address, { subject: 'Next order', from: shared }) });
  await team.until(team.piet, box.id, ({ sync, awaitsSharing }) => sync.stored === 3 && awaitsSharing);
  expect(await findMail(box.id, 'Next order')).toBeUndefined();
  expect(await piet.sharing.preview.query({ mailboxId: box.id, rules })).toMatchObject({ mails: 2 });
  await piet.sharing.confirm.mutate({ mailboxId: box.id, rules, confirmedMails: 2 });
  await applySharing(app.ports, { teamId: team.teamId, mailboxId: box.id });
  await expect.poll(() => findMail(box.id, 'Next order')).toBeDefined();
});
