import { createHash } from 'node:crypto';
import { extensionId } from '#shared/extension-id.ts';
import type { ListCorrespondences } from '#shared/contract/correspondence-list.ts';
import type { OpenCorrespondence } from '#shared/contract/correspondence.ts';
import type { Database } from '#server/db/client.ts';
import { createId } from '#server/kernel/ids.ts';
import { addTestTeam, type TestPerson } from '#tests/support/people.ts';
import { fillTeam } from './ingest/fill-team.ts';
import { runOpenLoop } from './server/open-loop.ts';
import { toRequest } from './server/http-connection.ts';
import { startBenchServer } from './server/start-bench-server.ts';
import { percentile, type Measurement } from './measurement.ts';
import { withResources } from './with-resources.ts';

const name = 'open';
const mails = 1_000_000;
/** As `fillTeam` has them. */
const customers = 20_000;
const mailsPerThread = 4;
const perSecond = 40;
const warmUps = 200;
const samples = 1000;
const listSamples = 50;
const listsPerSecond = 10;

interface Filled {
  readonly teamId: string;
  readonly owner: TestPerson;
  readonly contactIds: readonly string[];
}

/**
 * How long a mail takes to open, with its correspondence and contact, in a team that has a million of them, all of one
 * person's mailbox: the worst that one person's list can be. Then the lists of such a team.
 */
export async function measure(): Promise<Measurement[]> {
  return withResources(async (keep) => {
    const server = await keep(startBenchServer());
    const filled = await fill(server.db);
    const ask = (path: string, input: object) => toRequest(server.url, requestOf(filled, path, input));
    const opens = Array.from({ length: warmUps + samples }, (_, at) => ask('correspondences.open', openOf(at)));
    const openMs = (await runOpenLoop(server.url, opens, perSecond)).slice(warmUps);
    const list = async (input: (at: number) => Partial<ListCorrespondences>) => {
      const lists = Array.from({ length: listSamples }, (_, at) => ask('correspondences.list', input(at)));
      return runOpenLoop(server.url, lists, listsPerSecond);
    };
    const mineMs = await list(() => ({ view: 'mine' }));
    const allMs = await list(() => ({ view: 'all' }));
    const contactMs = await list((at) => ({
      view: 'all',
      contactId: filled.contactIds[at] as NonNullable<ListCorrespondences['contactId']>,
    }));
    return [
      row('correspondences.open among 1,000,000 mails, p50', openMs, 0.5, null),
      row('correspondences.open among 1,000,000 mails, p99', openMs, 0.99, 'ours <= 25'),
      row('one’s own 250,000 correspondences listed, p50', mineMs, 0.5, null),
      row('all correspondences listed, p50', allMs, 0.5, null),
      row('a contact’s correspondences listed, p50', contactMs, 0.5, null),
    ];
  });
}

async function fill(db: Database): Promise<Filled> {
  const { teamId, owner } = await addTestTeam(db, {
    name: 'Larkfield',
    owner: { name: 'Mara Lindqvist', email: 'mara@larkfield.example' },
  });
  const mailboxId = createId<string>();
  await fillTeam(db.$client, { teamId, mailboxId, ownerUserId: owner.userId, from: 0, to: mails });
  const { rows } = await db.$client.query<{ id: string }>(
    `with given as (select gen_random_uuid() as id, 'customer' || n as customer from generate_series(0, $3::int - 1) n),
     contacts as (
       insert into contact (team_id, id, name, owner_id, created_by) select $1, id, customer, $2, $2 from given
     ), addresses as (
       insert into contact_address (team_id, contact_id, address, address_hash, match_address)
       select $1, id, customer || '@shop.example', encode(sha256(customer::bytea), 'hex'), customer || '@shop.example'
       from given
     ) select id from given limit $4`,
    [teamId, owner.userId, customers, listSamples],
  );
  await db.$client.query('analyze');
  return { teamId, owner, contactIds: rows.map(({ id }) => id) };
}

/** A thread of the mailbox, every time another one. */
function openOf(at: number): OpenCorrespondence {
  const first = ((at * 7919) % (mails / mailsPerThread)) * mailsPerThread;
  const customer = (first / mailsPerThread) % customers;
  return {
    webmail: 'gmail',
    account: hash('desk'),
    thread: hash(`thread${first}`),
    addresses: [hash(`customer${customer}`), hash('desk')],
    domains: [hash('shop.example')],
    fingerprints: [hash(`fingerprint${at}`)],
  } as OpenCorrespondence;
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function requestOf({ teamId, owner }: Filled, path: string, input: object) {
  return {
    method: 'POST',
    path: `/trpc/${path}`,
    body: JSON.stringify(input),
    headers: {
      'content-type': 'application/json',
      origin: `chrome-extension://${extensionId}`,
      authorization: `Bearer ${owner.token}`,
      'x-sidethread-team': teamId,
    },
  } as const;
}

function row(metric: string, samplesMs: readonly number[], p: number, aim: string | null): Measurement {
  return { name, metric, unit: 'ms', ours: percentile(samplesMs, p), reference: null, aim };
}
