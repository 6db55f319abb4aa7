import { simpleParser } from 'mailparser';
import PostalMime from 'postal-mime';
import { openIntake } from '#server/domain/emails/index.ts';
import { createDomainTeam } from '#tests/support/domain-team.ts';
import { arrive, createTestMailbox, shareEverything, type TestMailbox } from '#tests/support/mail-source.ts';
import { startTestApp, type TestApp } from '#tests/support/test-app.ts';
import { fillTeam } from './ingest/fill-team.ts';
import { readRawRows } from './ingest/raw-inserts.ts';
import { writeBenchMail, type BenchMail } from './ingest/write-bench-mail.ts';
import { percentile, type Measurement } from './measurement.ts';

const name = 'ingest';
const unit = 'mails/s';
const rounds = 6;
const mailsPerRound = 250;
/** As many as a page of a mailbox's list. */
const atOnce = 50;
const smallSize = 1000;
const onTop = 5000;

/**
 * How fast mails are stored, from their bytes to what search finds: read, split into what is new and what is quoted, kept
 * in the file store, threaded, written, told of. Beside it others' parsers alone on the same mails, and plain INSERTs
 * of the rows that were written. Each round measures all of them, since the machine is not the same from one minute to
 * the next; the median round counts. Then, with small mails, whether it stays as fast when much is stored.
 */
export async function measure(): Promise<Measurement[]> {
  const app = await startTestApp();
  try {
    return [...(await measureRates(app)), ...(await measureGrowth(app))];
  } finally {
    await app.close();
  }
}

async function createMailbox(app: TestApp): Promise<TestMailbox> {
  const team = await createDomainTeam(app.ports.db);
  const mailbox = createTestMailbox(team.olga, 'support@larkfield.example');
  await shareEverything(app.ports.db, mailbox);
  return mailbox;
}

async function measureRates(app: TestApp): Promise<Measurement[]> {
  const mailbox = await createMailbox(app);
  const rates = { ours: [] as number[], mailparser: [] as number[], postalMime: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    const mails = createMails(round * mailsPerRound, mailsPerRound);
    rates.mailparser.push(await rateOf(mails, ({ raw }) => simpleParser(raw)));
    rates.postalMime.push(await rateOf(mails, ({ raw }) => PostalMime.parse(raw)));
    rates.ours.push(await storeAll(app, mailbox, mails, round * mailsPerRound));
  }
  const all = rounds * mailsPerRound;
  const raw = await readRawRows(app.ports.db.$client, mailbox.teamId, all);
  const inserts: number[] = [];
  for (let round = 0; round < 3; round += 1) inserts.push(all / (await raw.insert()));
  const ours = median(rates.ours);
  return [
    {
      name,
      metric: 'mails of 59 kB stored, beside mailparser reading them',
      unit,
      ours,
      reference: median(rates.mailparser),
      aim: 'ratio >= 1',
    },
    { name, metric: 'beside postal-mime reading them', unit, ours, reference: median(rates.postalMime), aim: null },
    { name, metric: 'beside INSERTs of the same rows', unit, ours, reference: median(inserts), aim: 'ratio >= 0.3' },
  ];
}

async function measureGrowth(app: TestApp): Promise<Measurement[]> {
  const mailbox = await createMailbox(app);
  const pool = app.ports.db.$client;
  await fillTeam(pool, { ...mailbox, from: 0, to: 10_000 });
  const few = await storeAll(app, mailbox, createMails(1_000_000, onTop, smallSize), 1_000_000);
  await fillTeam(pool, { ...mailbox, from: 10_000, to: 1_000_000 });
  const many = await storeAll(app, mailbox, createMails(2_000_000, onTop, smallSize), 2_000_000);
  return [
    {
      name,
      metric: '5,000 small mails on top of 1,000,000, beside on top of 10,000',
      unit,
      ours: many,
      reference: few,
      aim: 'ratio >= 0.8',
    },
  ];
}

function createMails(from: number, count: number, size?: number): readonly BenchMail[] {
  return Array.from({ length: count }, (_each, at) => writeBenchMail(from + at, size));
}

async function rateOf(mails: readonly BenchMail[], read: (mail: BenchMail) => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  for (const mail of mails) await read(mail);
  return (mails.length * 1000) / (performance.now() - startedAt);
}

/** Stores them as they come from a mailbox, `atOnce` under way at any time; gives the rate. */
async function storeAll(
  app: TestApp,
  mailbox: TestMailbox,
  mails: readonly BenchMail[],
  from: number,
): Promise<number> {
  const incoming = mails.map(({ raw, thread, date }, at) =>
    arrive(mailbox, raw, { thread, receivedAt: date, providerMessageId: `m${from + at}` }),
  );
  const store = openIntake(app.ports, mailbox);
  const waiting = incoming.toReversed();
  const startedAt = performance.now();
  const lane = async () => {
    for (let mail = waiting.pop(); mail !== undefined; mail = waiting.pop()) await store(mail);
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return (mails.length * 1000) / (performance.now() - startedAt);
}

function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}
