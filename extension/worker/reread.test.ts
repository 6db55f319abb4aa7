import { expect, it, vi } from 'vitest';
import type { Core } from './core.ts';
import { createReread } from './reread.ts';
import type { Opening } from './sync/open-email.ts';

vi.mock('webextension-polyfill', () => ({ default: {} }));

const minuteMs = 60_000;

/** A worker with two open threads, read so long ago, and a third of which nothing is cached. */
function build(ages: Record<string, number>) {
  const now = Date.parse('2026-11-20T12:00:00Z');
  const keys = [...Object.keys(ages), 'never'];
  const refreshed: string[] = [];
  const core = {
    now: () => now,
    tabs: { all: () => keys.map((threadKey) => ({ facts: { threadKey } })) },
    database: {
      threads: {
        get: async (key: string) => {
          const age = ages[key];
          return age === undefined ? undefined : { fetchedAt: now - age, view: { discussion: {} } };
        },
      },
    },
  } as unknown as Core;
  const opening = {
    refresh: async ({ threadKey }: { threadKey: string }) => void refreshed.push(threadKey),
  } as unknown as Opening;
  return { reread: createReread(core, opening, async () => undefined), refreshed };
}

it('reads a thread anew before the links to its files die', async () => {
  const { reread, refreshed } = build({ fresh: 44 * minuteMs, old: 46 * minuteMs });
  await reread.threads('old');
  expect(refreshed).toEqual(['old']);
});

it('reads anew what the server knew nothing of', async () => {
  const { reread, refreshed } = build({ known: 50 * minuteMs });
  await reread.threads('unknown');
  expect(refreshed).toEqual(['never']);
});
