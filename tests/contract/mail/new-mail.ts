import { sql } from 'drizzle-orm';
import { expect } from 'vitest';
import type { ContactId, MailboxId } from '#shared/contract/ids.ts';
import { placeReturned } from '#server/domain/outgoing-mail/index.ts';
import { createId } from '#server/kernel/ids.ts';
import type { Provider } from '#tests/support/mail-accounts.ts';
import { headersOf } from '#tests/support/mail-headers.ts';
import type { MailTeam } from '#tests/support/mail-team.ts';
import { createOutgoingDraft } from '#tests/support/outgoing-draft.ts';
import type { TestApp } from '#tests/support/test-app.ts';

interface Sending {
  readonly app: TestApp;
  readonly team: MailTeam;
  readonly mailboxId: string;
  readonly provider: Provider;
}

const hourMs = 60 * 60_000;

/** Olga writes a new mail to Marta, to go out in an hour; the hour is over, and it comes back from her mailbox. */
export async function checkNewMail({ app, team, mailboxId, provider }: Sending): Promise<void> {
  const api = team.as(team.olga);
  const contactId = createId<ContactId>();
  await api.contacts.save.mutate({ id: contactId, name: 'Marta W.', address: 'marta@weiss-tools.example' });
  expect(await api.contacts.complete.query({ text: 'mart' })).toEqual([
    { name: 'Marta W.', address: 'marta@weiss-tools.example' },
  ]);
  const {
    to,
    mailboxId: from,
    ownDomains,
    insiders,
  } = await api.outgoingMail.prepare.query({
    kind: 'new',
    emailId: null,
    contactId,
  });
  expect({ to, from }).toEqual({ to: [{ name: 'Marta W.', address: 'marta@weiss-tools.example' }], from: mailboxId });
  expect(ownDomains).toContain('larkfield.example');
  expect(insiders).toContain('marta@weiss-tools.example');

  const draft = createOutgoingDraft({ to, mailboxId: from, subject: 'Benches for spring', withQuote: false });
  const over = new Date(Date.now() - hourMs).toISOString();
  await expect(api.outgoingMail.send.mutate({ ...draft, sendAt: over })).rejects.toThrow('This time is over');
  const sendAt = new Date(Date.now() + hourMs).toISOString();
  expect(await api.outgoingMail.send.mutate({ ...draft, sendAt })).toMatchObject({ state: 'queued', sendAt });
  const titles = async (person = team.olga) =>
    (await team.as(person).activities.timeline.query({ contactId })).entries.map(({ kind, title }) => [kind, title]);
  expect(await titles()).toContainEqual(['outgoing-queued', draft.subject]);
  // What belongs to nobody's shared mail is its writer's alone.
  expect(await titles(team.piet)).not.toContainEqual(['outgoing-queued', draft.subject]);
  await expect(team.as(team.piet).outgoingMail.get.query({ id: draft.id })).rejects.toThrow('does not exist');
  expect(await api.outgoingMail.undo.mutate({ id: draft.id })).toMatchObject({ state: 'draft', sendAt: null });
  await api.outgoingMail.send.mutate({ ...draft, body: 'Better words.', sendAt });
  const listed = async () =>
    (await api.outgoingMail.list.query({ correspondenceId: null })).filter(({ id }) => id === draft.id);
  expect(await listed()).toMatchObject([{ body: 'Better words.', sendAt }]);

  // Put off by somebody who may not use the mailbox any more when its moment comes.
  const key = { mailboxId: mailboxId as MailboxId, userId: team.piet.userId };
  await api.mailboxes.addUser.mutate(key);
  const others = createOutgoingDraft({ to, mailboxId: from, withQuote: false });
  await team.as(team.piet).outgoingMail.send.mutate({ ...others, sendAt });
  await api.mailboxes.removeUser.mutate(key);

  const moment = new Date('2026-11-20T08:00:00.000Z');
  await app.ports.db.execute(sql`
    update outgoing_mail set send_at = ${moment.toISOString()}, due_at = now()
    where team_id = ${team.teamId} and id in (${draft.id}, ${others.id})`);
  // Whatever is sent next finds what is due.
  await api.outgoingMail.send.mutate(createOutgoingDraft({ mailboxId: from }));
  await expect
    .poll(async () => (await api.outgoingMail.get.query({ id: draft.id })).state, { timeout: 30_000 })
    .toBe('sent');
  const refused = async () => (await team.as(team.piet).outgoingMail.get.query({ id: others.id })).problem;
  await expect
    .poll(refused, { timeout: 30_000 })
    .toMatch(/^Piet may not send from .+ any more\. The e-mail was not sent/);
  expect(provider.sent.filter(({ raw }) => headersOf(raw).get('x-sidethread-id') === others.id)).toEqual([]);
  const sent = provider.sent.filter(({ raw }) => headersOf(raw).get('x-sidethread-id') === draft.id);
  expect(sent).toHaveLength(1);
  expect(new Date(headersOf(sent[0]?.raw ?? Buffer.alloc(0)).get('date') ?? '')).toEqual(moment);

  await expect.poll(() => titles(), { timeout: 30_000 }).toContainEqual(['email', draft.subject]);
  expect(await titles()).not.toContainEqual(['outgoing-sent', draft.subject]);
  expect(await listed()).toEqual([]);
  await placeReturned(app.ports);
  const { cards } = await api.correspondences.list.query({ view: 'all' });
  const began = cards.find(({ subject }) => subject === draft.subject);
  expect(began).toBeDefined();
  expect((await api.outgoingMail.get.query({ id: draft.id })).correspondenceId).toBe(began?.id);
}
