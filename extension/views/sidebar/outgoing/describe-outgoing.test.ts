import { expect, it } from 'vitest';
import type { EmailId } from '#shared/contract/ids.ts';
import { standsApart } from './describe-outgoing.ts';

const emails = [{ id: 'came-back' as EmailId }];
const sent = { sentEmailId: 'came-back' as EmailId, bouncedAt: null, problem: null };

it('stands beside the e-mails until it is one of them, and for good where not everybody got it', () => {
  expect(standsApart(sent, emails)).toBe(false);
  expect(standsApart({ ...sent, sentEmailId: null }, emails)).toBe(true);
  expect(standsApart({ ...sent, problem: 'mail.example takes no mail for ines@example.com.' }, emails)).toBe(true);
  expect(standsApart({ ...sent, bouncedAt: '2026-11-20T09:12:00.000Z' }, emails)).toBe(true);
});
