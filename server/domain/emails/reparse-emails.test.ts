import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CorrespondenceId, EmailId } from '#shared/contract/ids.ts';
import { createDomainTeam } from '#tests/support/domain-team.ts';
import { arrive, createSource, createTestMailbox, shareEverything } from '#tests/support/mail-source.ts';
import { startTestApp, type TestApp } from '#tests/support/test-app.ts';
import { changeCorrespondence, splitCorrespondence } from '../correspondences/index.ts';
import { openIntake, reparseEmails } from './index.ts';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

/** Everything that the team has of its mail, as it is written. */
async function readAll(teamId: string) {
  const { db } = app.ports;
  const read = async (text: string) => (await db.execute(sql.raw(text.replaceAll('TEAM', `'${teamId}'`)))).rows;
  return {
    said: await read(`select e.id, e.subject, e.preview, e.attachment_count, e.content_hash, b.text, b.packed_html::text,
        b.html, b.visible_text, b.fragments, b.words::text from email e join email_body b on b.team_id = e.team_id
        and b.email_id = e.id where e.team_id = TEAM order by e.id`),
    files: await read(`select id, email_id, position, name, content_type, sha256, is_inline from email_attachment
        where team_id = TEAM order by email_id, position`),
    names: await read(`select email_id, role, position, name, address from email_person
        where team_id = TEAM order by email_id, role, position`),
    kept: await read(`select e.id as email, k.id, k.state, k.assignee_id, k.merged_into, u.user_id, u.is_unread
        from email e join correspondence k on k.team_id = e.team_id and k.id = e.correspondence_id
        left join correspondence_user u on u.team_id = k.team_id and u.correspondence_id = k.id
        where e.team_id = TEAM order by e.id, u.user_id`),
  };
}

test('a better parser’s text reaches stored mail, over several cut-off runs, and what people did stays', async () => {
  const { db } = app.ports;
  const team = await createDomainTeam(db);
  const { teamId } = team;
  const box = createTestMailbox(team.olga, 'support@larkfield.example');
  await shareEverything(db, box);
  const file = { name: 'Größe.pdf', type: 'application/pdf', bytes: Buffer.from('%PDF-1.7 benches') };
  const sources = [
    createSource({ id: 'a@x.example', body: 'First', file }),
    createSource({ id: 'b@x.example', inReplyTo: 'a@x.example', body: 'Second\n\nOn 1 Nov 2026, Ann wrote:\n> First' }),
    createSource({ id: 'c@x.example', from: '=?utf-8?Q?J=C3=B6rg?= <j@x.example>', subject: 'Chairs', body: 'Third' }),
    createSource({ id: 'd@x.example', subject: 'Tables', body: 'Fourth' }),
  ];
  const store = openIntake(app.ports, box);
  const stored = [];
  for (const source of sources) stored.push(await store(arrive(box, source, { isRead: false })));
  const [first, second, , fourth] = stored.map(({ emailId }) => emailId as EmailId);
  const [thread, , chairs] = stored.map(({ correspondenceId }) => correspondenceId as CorrespondenceId);
  if (thread === undefined || chairs === undefined || second === undefined) throw new Error('nothing was stored');
  await splitCorrespondence(app.ports, team.olga, { id: thread, emailIds: [second] });
  await changeCorrespondence(app.ports, team.olga, { id: chairs, change: { state: 'closed' } });
  const before = await readAll(teamId);

  // As an older parser might have left it.
  await db.execute(sql`update email set subject = 'old', preview = 'old', attachment_count = 7, content_hash = 'old' || id
    where team_id = ${teamId}`);
  await db.execute(sql`
    update email_body set text = 'old', html = '<p>old', packed_html = null, visible_text = 'old', fragments = '[]', words = ''
    where team_id = ${teamId}`);
  await db.execute(sql`update email_person set name = 'old' where team_id = ${teamId}`);
  await db.execute(sql`update email_attachment set name = 'old', position = 3 where team_id = ${teamId}`);
  await db.execute(sql`
    insert into email_attachment (team_id, id, email_id, position, name, content_type, size, sha256)
    values (${teamId}, gen_random_uuid(), ${first}, 0, 'no file at all', 'text/plain', 1, ${'0'.repeat(64)})`);
  const { rows } = await db.execute<{ raw_sha256: string }>(sql`select raw_sha256 from email where id = ${fourth}`);
  await app.ports.files.remove(rows[0]?.raw_sha256 ?? '');

  // Each run is cut off after a lot, until one finds nothing more.
  const runs = [];
  for (let isDone = false; !isDone;) {
    for await (const progress of reparseEmails(app.ports, { teamId, lot: 1 })) {
      ({ isDone } = progress);
      runs.push([progress.read, progress.changed]);
      if (runs.length % 2 === 0) break;
    }
    if (isDone) break;
  }
  expect(runs).toEqual([
    [1, 1],
    [2, 2],
    [3, 3],
    [4, 3],
    [4, 3],
  ]);
  const after = await readAll(teamId);
  const isNotFourth = (row: Record<string, unknown>) => row['id'] !== fourth && row['email_id'] !== fourth;
  expect(after.said.filter(isNotFourth)).toEqual(before.said.filter(isNotFourth));
  expect(after.names.filter(isNotFourth)).toEqual(before.names.filter(isNotFourth));
  expect(after.files).toEqual(before.files);
  expect(after.kept).toEqual(before.kept);
  expect(after.said.find((row) => row['id'] === fourth)).toMatchObject({ subject: 'old', visible_text: 'old' });

  // Again: nothing is different, and the mail that could not be read is named.
  const again = [];
  for await (const progress of reparseEmails(app.ports, { teamId })) again.push(progress);
  expect(again.at(-1)).toEqual({ read: 4, changed: 0, failedIds: [fourth], isDone: true });
});
