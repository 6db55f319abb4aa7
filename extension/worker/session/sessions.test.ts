import { expect, it, vi } from 'vitest';
import type { Core } from '../core.ts';

const stored: Record<string, unknown> = {
  'popup:look': 'Larkfield',
  'popup:topics': 'Larkfield',
  'snapshot:t1': 'Larkfield',
  'draft:t1': 'mine',
};
vi.mock('webextension-polyfill', () => ({
  default: {
    storage: {
      local: {
        get: async (key: string | null) => (key === null ? stored : { [key]: stored[key] }),
        set: async (values: Record<string, unknown>) => void Object.assign(stored, values),
        remove: async (keys: string[]) => keys.forEach((key) => delete stored[key]),
      },
    },
  },
}));
const { createSessions } = await import('./sessions.ts');

it('keeps no copy of a team’s data when another team is chosen, and what somebody writes all the same', async () => {
  const saved: string[] = [];
  const core = {
    getSession: () => ({ teamId: 'larkfield', view: { user: { id: 'mara' } } }),
    presence: { clear: () => undefined },
    session: { save: async ({ teamId }: { teamId: string }) => void saved.push(teamId) },
  };
  await createSessions(core as unknown as Core).chooseTeam('harbour');
  expect(saved).toEqual(['harbour']);
  expect(stored).toEqual({ 'draft:t1': 'mine', 'chosen-teams': { mara: 'harbour' } });
});
