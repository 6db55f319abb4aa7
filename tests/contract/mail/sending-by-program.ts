import { sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { createApiToken } from '#server/domain/api-tokens/index.ts';
import { readEmail } from '#server/domain/emails/mime/read-email.ts';
import type { Provider } from '#tests/support/mail-accounts.ts';
import { headersOf } from '#tests/support/mail-headers.ts';
import type { MailTeam } from '#tests/support/mail-team.ts';
import type { TestApp } from '#tests/support/test-app.ts';

interface Sending {
  readonly app: TestApp;
  readonly team: MailTeam;
  readonly mailboxId: string;
  readonly provider: Provider;
}

/** A program with a token of Olga's sends from her mailbox by the REST API. */
export async function checkSendingByProgram({ app, team, mailboxId, provider }: Sending): Promise<void> {
  const ctx = { teamId: team.teamId, userId: team.olga.userId, userName: 'Olga', role: 'owner' as const };
  const asker = { ...ctx, deviceId: 'test', requestId: 'test' };
  const made = { name: 'Shop', scopes: ['mail:send' as const, 'mail:read' as const], expiresInDays: null };
  const { token } = await createApiToken(app.ports, asker, made);
  const post = async (body: object, userId: string = team.olga.userId, key = 'order-1') => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': key };
    const url = `${app.url}/email/accounts/${mailboxId}/send?userId=${userId}`;
    const said = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
    return { status: said.status, body: (await said.json()) as Record<string, string> };
  };
  const content = Buffer.from('%PDF-1.7 bill').toString('base64');
  const program = Buffer.from('MZ\u0090\0\u0003\0', 'latin1').toString('base64');
  const order = {
    to: ['marta@weiss-tools.example'],
    bcc: ['boss@larkfield.example'],
    subject: 'Your order ✓',
    body: { text: '2 * 3 _oak_ <b>', html: '<p>Six <b>oak</b></p>' },
    attachments: [{ filename: 'bill.pdf', content }],
  };
  const before = provider.sent.length;
  const [first, again] = [await post(order), await post(order)];
  expect(first).toMatchObject({
    status: 200,
    body: { message: 'Email sent successfully', timestamp: expect.stringMatching(/T\d\d:\d\d:\d\dZ$/) },
  });
  expect(again).toEqual(first);
  // The server died before it could keep its answer.
  await app.ports.db.execute(sql`delete from api_answer where team_id = ${team.teamId}`);
  expect(await post(order)).toEqual(first);
  const id = first.body['messageId'];
  const [one, ...more] = provider.sent.filter(({ raw }) => headersOf(raw).get('x-sidethread-id') === id);
  expect(more).toEqual([]);
  const mail = readEmail(one?.raw ?? Buffer.alloc(0));
  expect(mail).toMatchObject({ subject: 'Your order ✓', html: '<p>Six <b>oak</b></p>' });
  expect(mail.text?.trim()).toBe('2 * 3 _oak_ <b>');
  expect(mail.attachments.map(({ filename, size }) => [filename, size])).toEqual([['bill.pdf', 13]]);
  const seen = await fetch(`${app.url}/outgoing-mails/${id}`, { headers: { authorization: `Bearer ${token}` } });
  expect(await seen.json()).toMatchObject({
    outgoing_mail: {
      state: 'sent',
      account_id: mailboxId,
      attachments: [{ name: 'bill.pdf', size: 13 }],
      history: [
        { state: 'draft', actor: { name: 'Olga' }, error: null },
        { state: 'queued', actor: { name: 'Olga' }, error: null },
        { state: 'sent', actor: null, error: null },
      ],
    },
  });
  const refused = [
    await post(order, team.piet.userId, 'a'),
    await post({ ...order, to: ['nobody'], bcc: [] }, undefined, 'b'),
    await post({ ...order, attachments: [{ filename: 'bill.pdf.exe', content }] }, undefined, 'd'),
    await post({ ...order, attachments: [{ filename: 'bill.pdf', content: program }] }, undefined, 'e'),
    await post({ ...order, subject: 'a\r\nBcc: x@y.example' }, undefined, 'c'),
  ];
  expect(refused.map(({ status }) => status)).toEqual([403, 422, 422, 422, 422]);
  expect(provider.sent).toHaveLength(before + 1);
}
