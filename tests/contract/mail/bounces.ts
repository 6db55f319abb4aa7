import { sql } from 'drizzle-orm';
import { expect } from 'vitest';
import type { OutgoingDraft, OutgoingMail, OutgoingState } from '#shared/contract/outgoing-mail.ts';
import { createWebhook, listDeliveries } from '#server/domain/webhooks/index.ts';
import { writeDeliveryReport, type ReportOptions } from '#tests/support/delivery-reports.ts';
import type { Account } from '#tests/support/mail-accounts.ts';
import { headersOf } from '#tests/support/mail-headers.ts';
import type { MailTeam } from '#tests/support/mail-team.ts';
import type { TestApp } from '#tests/support/test-app.ts';

interface Bouncing {
  readonly app: TestApp;
  readonly team: MailTeam;
  readonly account: Account;
  readonly mailboxId: string;
  readonly draft: OutgoingDraft;
  until(id: OutgoingMail['id'], state: OutgoingState): Promise<OutgoingMail>;
  /** What the provider sent of a mail. */
  rawOf(id: string): Buffer | undefined;
}

/** Reports that come to the mailbox that sent a mail, and to others. */
export async function checkBounces({ app, team, account, mailboxId, draft, until, rawOf }: Bouncing): Promise<void> {
  const api = team.as(team.olga);
  const ctx = { teamId: team.teamId, userId: team.olga.userId, userName: 'Olga', role: 'owner' as const };
  const asker = { ...ctx, deviceId: 'test', requestId: 'test' };
  const hook = await createWebhook(app.ports, asker, { url: 'https://hooks.example.com/' });
  await api.outgoingMail.send.mutate(draft);
  await until(draft.id, 'sent');
  const about = /<(.+)>/.exec(headersOf(rawOf(draft.id) ?? Buffer.alloc(0)).get('message-id') ?? '')?.[1] ?? '';
  expect(about).not.toBe('');
  const to = account.address;
  const read = async (options: Partial<ReportOptions>): Promise<void> => {
    const before = (await api.mailboxes.list.query()).find(({ id }) => id === mailboxId)?.sync.stored ?? 0;
    account.deliver({ raw: writeDeliveryReport({ about, to, ...options }), threadId: 'reports' });
    await api.mailboxes.check.mutate({ mailboxId });
    await team.until(team.olga, mailboxId, ({ sync }) => sync.stored > before);
    await team.untilQuiet(mailboxId);
  };
  const stateNow = async () => (await api.outgoingMail.get.query({ id: draft.id })).state;

  await read({ action: 'delayed' });
  await read({ about: 'somebody-elses@larkfield.example' });
  await read({ recipient: 'nobody-it-was-for@weiss-tools.example' });
  // As if it had gone out from another mailbox: the same report says nothing of it.
  const move = (box: string) =>
    app.ports.db.execute(sql`update outgoing_mail set mailbox_id = ${box} where id = ${draft.id}`);
  await move(crypto.randomUUID());
  await read({});
  const { rows } = await app.ports.db.execute(sql`select from outgoing_mail_report where outgoing_id = ${draft.id}`);
  expect([await stateNow(), rows.length]).toEqual(['sent', 0]);
  await move(mailboxId);

  await read({ original: 'message' });
  const bounced = await until(draft.id, 'failed');
  const problem =
    'It came back: marta@weiss-tools.example did not get it. The mail server said: 550 5.1.1 <marta@weiss-tools.example>: Recipient address rejected';
  expect(bounced).toMatchObject({ problem, bouncedAt: expect.any(String) });
  expect(bounced.history.at(-1)).toMatchObject({ state: 'failed', by: null, problem });
  expect((await listDeliveries(app.ports, asker, hook)).map(({ type }) => type)).toContain('outgoing_mail.bounced');
  await expect(api.outgoingMail.retry.mutate({ id: draft.id })).rejects.toThrow('went out and came back');
  expect(await stateNow()).toBe('failed');
  // Corrected and sent anew it is another mail, of which what still comes back of the first says nothing.
  const sendAt = new Date(Date.now() + 300 * 24 * 60 * 60_000).toISOString();
  await api.outgoingMail.send.mutate({ ...draft, sendAt });
  await read({ diagnostic: 'smtp; 550 5.1.1 late' });
  expect(await stateNow()).toBe('queued');
  await api.outgoingMail.undo.mutate({ id: draft.id });
  await api.webhooks.remove.mutate({ id: hook.id });
}
