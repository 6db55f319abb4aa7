import { beforeEach, expect, it, vi } from 'vitest';

const sendMessage = vi.fn<(message: unknown) => Promise<unknown>>();
vi.mock('webextension-polyfill', () => ({ default: { runtime: { id: 'abcd', sendMessage } } }));
const { request } = await import('./request.ts');

beforeEach(() => {
  sendMessage.mockReset();
  sendMessage.mockRejectedValueOnce(new Error('The message port closed before a response was received.'));
  sendMessage.mockResolvedValue({ ok: true, value: null });
});

it('asks again when the worker dies on the way', async () => {
  expect(await request('page.theme', { dark: true })).toEqual({ ok: true, value: null });
  expect(sendMessage).toHaveBeenCalledTimes(2);
});

it.each([
  ['opens a second window', () => request('mailbox.connect', { provider: 'gmail', mailboxId: null, maySend: false })],
  [
    'makes a second secret that nobody has seen',
    () => request('api-token.create', { name: 'export', scopes: ['mailboxes:read'], expiresInDays: 1 }),
  ],
  ['invites twice', () => request('team.invite', { email: 'ada@example.com', role: 'member' })],
])('never asks again what %s', async (_what, ask) => {
  expect(await ask()).toMatchObject({ ok: false, problem: { code: 'unavailable' } });
  expect(sendMessage).toHaveBeenCalledTimes(1);
});
