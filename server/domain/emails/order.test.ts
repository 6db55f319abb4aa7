import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EmailId } from '#shared/contract/ids.ts';
import { groupThreads } from '#shared/email/threads/group-threads.ts';
import type { ThreadEmail } from '#shared/email/threads/thread-email.ts';
import { createDomainTeam } from '#tests/support/domain-team.ts';
import { arrive, createSource, createTestMailbox, readGroups, type TestMailbox } from '#tests/support/mail-source.ts';
import { startTestApp, type TestApp } from '#tests/support/test-app.ts';
import { openIntake } from './index.ts';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const seed = Number(process.env['SEED'] ?? '2026');
const mailCount = 14;
const people = ['ann@shop.example', 'bob@shop.example', 'cleo@mill.example', 'desk@larkfield.example'];
const subjects = ['Order', 'Delivery', 'Invoice'];

interface Script {
  readonly name: string;
  readonly id: string;
  readonly inReplyTo: string | undefined;
  readonly references: readonly string[];
  readonly subject: string;
  readonly from: string;
  readonly to: string;
  readonly date: Date;
  /** In which mailboxes it is, and under which thread there. */
  readonly copies: readonly { readonly box: number; readonly thread: string | null }[];
}

/** Numbers that look random and are the same for the same seed. */
function createRandom(from: number): () => number {
  let state = from % 2_147_483_647 || 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** A mess of mails: answers by id, by a missing id or by subject alone, threads of mailboxes, several subjects. */
function createScripts(random: () => number): Script[] {
  const pick = <Item>(from: readonly Item[]): Item => from[Math.floor(random() * from.length)] as Item;
  const scripts: Script[] = [];
  for (let at = 0; at < mailCount; at++) {
    const parent = at > 0 && random() < 0.6 ? pick(scripts) : undefined;
    const parentId = parent?.id ?? (random() < 0.2 ? `lost${Math.floor(random() * 2)}@x.example` : undefined);
    const isReply = parent !== undefined || random() < 0.4;
    const hasIds = parentId !== undefined && random() < 0.8;
    const chain = parent !== undefined && random() < 0.7 ? [...parent.references, parent.id] : [parentId ?? ''];
    scripts.push({
      name: `m${at}`,
      id: `m${at}@x.example`,
      inReplyTo: hasIds && random() < 0.7 ? parentId : undefined,
      references: hasIds ? chain.filter((id) => id !== '') : [],
      subject: `${isReply ? 'Re: ' : ''}${parent === undefined ? pick(subjects) : parent.subject.replace('Re: ', '')}`,
      from: pick(people),
      to: pick(people),
      date: new Date(Date.UTC(2026, 9, 1) + Math.floor(random() * 40 * 24 * 60) * 60_000),
      copies: [0, 1]
        .filter((box) => box === at % 2 || random() < 0.3)
        .map((box) => ({ box, thread: random() < 0.3 ? `t${Math.floor(random() * 4)}` : null })),
    });
  }
  return scripts;
}

/** What belongs together by the rules alone, without a database or an order. */
function findTruth(scripts: readonly Script[]): readonly string[] {
  const emails = scripts.flatMap((script): ThreadEmail[] => {
    const threads = script.copies.filter(({ thread }) => thread !== null);
    const told = threads.length > 0 ? threads : script.copies.slice(0, 1);
    return told.map(({ box, thread }) => ({
      key: `${script.name} ${box}`,
      messageId: script.id,
      inReplyTo: script.inReplyTo ?? null,
      references: script.references,
      subject: script.subject,
      from: [{ name: '', address: script.from }],
      to: [{ name: '', address: script.to }],
      cc: [],
      date: script.date.toISOString(),
      content: script.name,
      providerThread: thread === null ? undefined : { mailbox: String(box), id: thread },
    }));
  });
  const groups = groupThreads(emails).map((thread) => thread.emails.map(({ key }) => key.split(' ')[0] ?? ''));
  return groups.map((group) => [...new Set(group)].toSorted().join(' ')).toSorted();
}

/** Stores all copies in this order, `atOnce` at the same time and so in lots, and reads what came of it. */
async function storeAll(scripts: readonly Script[], random: () => number, atOnce: number): Promise<readonly string[]> {
  const team = await createDomainTeam(app.ports.db);
  const boxes = [0, 1].map((box): TestMailbox => createTestMailbox(team.olga, `box${box}@larkfield.example`));
  const mails = scripts.flatMap((script) =>
    script.copies.map(({ box, thread }) => ({ script, thread, mailbox: boxes[box] as TestMailbox, place: random() })),
  );
  const intakes = new Map(boxes.map((box) => [box, openIntake(app.ports, box)]));
  const names = new Map<EmailId, string>();
  const waiting = mails.toSorted((a, b) => a.place - b.place);
  const work = async () => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const { script, thread, mailbox } = next;
      const { inReplyTo, ...rest } = script;
      const raw = createSource({ ...rest, body: script.name, ...(inReplyTo === undefined ? {} : { inReplyTo }) });
      const stored = await intakes.get(mailbox)?.(arrive(mailbox, raw, { thread }));
      const emailId = stored?.emailId;
      if (emailId !== undefined) names.set(emailId, script.name);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return readGroups(app.ports.db, team.teamId, names);
}

test.each(Array.from({ length: 12 }, (_each, at) => seed + at))(
  'mails end where the rules put them, in any order and several at once (SEED=%i)',
  async (from) => {
    const random = createRandom(from);
    const scripts = createScripts(random);
    const truth = findTruth(scripts);
    for (const atOnce of [1, 4, mailCount * 2]) expect(await storeAll(scripts, random, atOnce)).toEqual(truth);
  },
  60_000,
);
