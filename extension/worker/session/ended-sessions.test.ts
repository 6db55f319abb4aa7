import { beforeEach, expect, it, vi } from 'vitest';

const stored: Record<string, unknown> = {};
vi.mock('webextension-polyfill', () => ({
  default: {
    storage: {
      local: {
        setAccessLevel: async () => undefined,
        get: async (key: string) => (key in stored ? { [key]: stored[key] } : {}),
        set: async (values: Record<string, unknown>) => void Object.assign(stored, structuredClone(values)),
      },
    },
  },
}));

interface Call {
  token: string;
  answer(isTaken: boolean): void;
}
const calls: Call[] = [];
vi.mock('../sync/api-client.ts', () => ({
  createApi: ({ token }: { token: string }) => ({
    session: {
      end: {
        mutate: () =>
          new Promise((resolve, reject) =>
            calls.push({ token, answer: (isTaken) => (isTaken ? resolve(null) : reject(new Error('away'))) }),
          ),
      },
    },
  }),
  readProblem: () => ({ code: 'unavailable', message: 'Away.' }),
}));
const { endLeftovers, noteEnded } = await import('./ended-sessions.ts');

const session = (token: string) => ({ serverUrl: 'https://side.example', token });
const kept = () => stored['ended-sessions'];
/** The server is being told of this token. */
const asked = (token: string): Promise<Call> =>
  vi.waitFor(
    () => {
      const call = calls.find((each) => each.token === token);
      if (call === undefined) throw new Error('It is not told.');
      return call;
    },
    { timeout: 10_000 },
  );

beforeEach(() => {
  delete stored['ended-sessions'];
  calls.length = 0;
});

it('is told again by a later worker when this one dies on the way', async () => {
  await noteEnded(session('a'));
  void endLeftovers();
  await asked('a');
  expect(kept()).toEqual([session('a')]);
});

it('is forgotten once the server knows, and kept while it is away', async () => {
  await noteEnded(session('a'));
  await noteEnded(session('b'));
  const done = endLeftovers();
  (await asked('a')).answer(true);
  (await asked('b')).answer(false);
  expect(await done).toBe(false);
  expect(kept()).toEqual([session('b')]);
});

it('loses no device that signs out while the server is told of another', async () => {
  await noteEnded(session('a'));
  const done = endLeftovers();
  const call = await asked('a');
  await noteEnded(session('b'));
  call.answer(true);
  expect(await done).toBe(false);
  expect(kept()).toEqual([session('b')]);
});
