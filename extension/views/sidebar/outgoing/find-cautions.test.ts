import { describe, expect, it } from 'vitest';
import type { Email } from '#shared/contract/email.ts';
import type { OutgoingDraft, OutgoingMail } from '#shared/contract/outgoing-mail.ts';
import { findCautions, lacksFile } from './find-cautions.ts';

const email = (id: string, minute: number, direction: 'in' | 'out' = 'in') =>
  ({
    id,
    direction,
    sentAt: `2026-11-20T10:${minute}:00.000Z`,
    from: [{ name: 'Jack', address: 'j@x.example' }],
  }) as Email;
const draft = { id: 'own', emailId: 'first', body: '', files: [] } as unknown as OutgoingDraft;
const mail = (change: object) =>
  ({ id: 'other', state: 'draft', editor: { id: 'tom', name: 'Tom' }, ...change }) as OutgoingMail;
const beside = (emails: Email[], ...mails: OutgoingMail[]) => findCautions(draft, { emails, mails, selfId: 'mara' });

describe('before an answer goes', () => {
  it('nothing is said while nothing happened', () => {
    const own = mail({ editor: { id: 'mara', name: 'Mara' } });
    expect(beside([email('first', 10), email('ours', 11, 'out')], own, mail({ id: 'own' }))).toEqual([]);
  });

  it('a newer mail is told, with who wrote it', () => {
    expect(beside([email('first', 10), email('second', 11)])).toEqual(['A newer e-mail from Jack has arrived.']);
  });

  it('a teammate who writes or has answered is named; one whose mail was not sent is not', () => {
    expect(beside([email('first', 10)], mail({}))).toEqual(['Tom is writing an answer too.']);
    const sentAt = '2026-11-20T10:12:00.000Z';
    expect(beside([email('first', 10)], mail({ state: 'sent', sentAt }))).toEqual(['Tom has answered already.']);
    expect(beside([email('first', 10)], mail({ state: 'failed' }))).toEqual([]);
  });

  it('a file that is announced and not there is missed', () => {
    const body = 'The plan is attached.';
    expect(lacksFile({ ...draft, body })).toBe(true);
    expect(lacksFile({ ...draft, body, files: [{} as never] })).toBe(false);
  });
});
