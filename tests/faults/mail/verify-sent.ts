import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import type { OutgoingDraft } from '#shared/contract/outgoing-mail.ts';
import { headersOf } from '#tests/support/mail-headers.ts';
import type { Verdict } from '../verify.ts';
import type { MailWorld } from './mail-world.ts';

/** A mail that somebody sent, and whether the server agreed that it was taken back. */
export interface Sending {
  readonly draft: OutgoingDraft;
  isUndone: boolean;
}

/** Of all mails, how many may be left to a person to find out. */
const mostUnknown = 0.001;

interface Row extends Record<string, unknown> {
  readonly id: string;
  readonly state: string;
  /** Its states so far, each with what was wrong. */
  readonly history: string[];
  /** Mails of the team's store that are this one. */
  readonly stored: number;
}

/** Compares what each mail's state says with what the providers took, and with what the mailboxes brought back. */
export async function verifySent(world: MailWorld, sendings: readonly Sending[], withinMs: number): Promise<Verdict> {
  for (const deadline = Date.now() + withinMs; ; await wait(500)) {
    const verdict = await look(world, sendings);
    if (verdict.failures.length === 0 || Date.now() > deadline) return verdict;
  }
}

async function look(world: MailWorld, sendings: readonly Sending[]): Promise<Verdict> {
  const failures: string[] = [];
  const taken = countTaken(world);
  const rows = new Map((await readRows(world)).map((row) => [row.id, row]));
  const states = new Map<string, number>();
  for (const { draft, isUndone } of sendings) {
    const row = rows.get(draft.id);
    const copies = taken.get(draft.id) ?? 0;
    states.set(row?.state ?? 'lost', (states.get(row?.state ?? 'lost') ?? 0) + 1);
    const problem = judge(row, copies, isUndone);
    if (problem !== undefined) failures.push(`${draft.subject}: ${problem} (${row?.history.join(' > ') ?? ''})`);
  }
  const known = new Set(sendings.map(({ draft }) => draft.id));
  for (const id of taken.keys()) if (!known.has(id as never)) failures.push(`${id} went out and was sent by nobody`);
  const unknown = states.get('unknown') ?? 0;
  if (unknown > sendings.length * mostUnknown) {
    const why = [...rows.values()].filter(({ state }) => state === 'unknown').map(({ history }) => history.at(-1));
    failures.push(`${unknown} of ${sendings.length} are unknown: ${why.join(', ')}`);
  }
  const twice = [...taken.values()].filter((copies) => copies > 1).length;
  return { counts: { mails: sendings.length, ...Object.fromEntries(states), twice }, failures };
}

function judge(row: Row | undefined, copies: number, isUndone: boolean): string | undefined {
  if (row === undefined) return 'is lost';
  if (copies > 1) return `went out ${copies} times`;
  if (isUndone) return row.state === 'draft' && copies === 0 ? undefined : `was taken back, and is ${row.state}`;
  if (row.state === 'unknown') return undefined;
  if (row.state !== 'sent') return `is ${row.state}`;
  if (copies === 0) return 'counts as sent, and never went out';
  return row.stored === 1 ? undefined : `came back from its mailbox ${row.stored} times`;
}

/** How often the providers took each mail, by our id in its header. */
function countTaken(world: MailWorld): ReadonlyMap<string, number> {
  const taken = new Map<string, number>();
  for (const { raw } of world.providers.flatMap((provider) => provider.sent)) {
    const id = headersOf(raw).get('x-sidethread-id') ?? '';
    taken.set(id, (taken.get(id) ?? 0) + 1);
  }
  return taken;
}

async function readRows(world: MailWorld): Promise<readonly Row[]> {
  const { rows } = await world.database.db.execute<Row>(sql`
    select o.id, o.state,
      (select array_agg(h.to_state || coalesce(': ' || h.problem, '') order by h.id) from outgoing_mail_change h
        where h.team_id = o.team_id and h.outgoing_id = o.id) as history,
      (select count(*)::int from email e where e.team_id = o.team_id and e.message_id = o.message_id) as stored
    from outgoing_mail o where o.team_id = ${world.teamId}`);
  return rows;
}
