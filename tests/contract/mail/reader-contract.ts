import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MailReader, MailTouch } from '#server/ports/mail-reader.ts';
import type { Provider } from '#tests/support/mail-accounts.ts';
import { createSource } from '#tests/support/mail-source.ts';

export type Part =
  | 'address'
  | 'list'
  | 'read'
  | 'changes'
  | 'missing'
  | 'thread'
  | 'forgotten changes'
  | 'expired access'
  | 'slow down'
  | 'failure';

export const everyPart: readonly Part[] = [
  'address',
  'list',
  'read',
  'changes',
  'missing',
  'thread',
  'forgotten changes',
  'expired access',
  'slow down',
  'failure',
];

/** What is needed of a mailbox to judge its reader. */
export interface Subject {
  readonly reader: MailReader;
  readonly address: string;
  readonly provider: Provider | undefined;
  /** The cursor from which everything is told, where none can be asked for. */
  readonly beginning?: string;
  forgetChanges?(): Promise<void>;
  deliver(raw: string, threadId?: string): Promise<string>;
  remove(id: string): Promise<void>;
  markRead(id: string): Promise<void>;
  close(): Promise<void>;
}

/** These mails are small. */
async function hold(bytes: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  return buffer(bytes);
}

/** A mail of some minutes ago; the smaller the number, the older. */
export function writeNumbered(number: number): string {
  const date = new Date(Date.now() - (10 - number) * 60_000);
  return Buffer.from(createSource({ subject: `Mail ${number}`, date, body: `Grüße ${number}` })).toString();
}

/** What every mail reader has to do, against one kind of mailbox; `parts`: what that kind has. */
export function checkReader(name: string, create: () => Promise<Subject>, parts: readonly Part[]): void {
  const part = (which: Part, title: string, run: () => Promise<void>) => {
    if (parts.includes(which)) test(`${which}: ${title}`, run);
  };
  describe(`reading mail of ${name}`, () => {
    let subject: Subject;
    beforeAll(async () => {
      subject = await create();
    });
    afterAll(async () => subject.close());

    const yesterday = new Date(Date.now() - 24 * 60 * 60 * 1000);

    async function changesSince(cursor: string): Promise<{ items: MailTouch[]; cursor: string }> {
      const items: MailTouch[] = [];
      for (let at = cursor; ;) {
        const page = await subject.reader.changes(at, 100);
        items.push(...page.items);
        at = page.cursor;
        if (!page.hasMore) return { items, cursor: at };
      }
    }

    /** A cursor, where the provider has one to begin from; else the very beginning. */
    async function begin(): Promise<string> {
      if (subject.beginning !== undefined) return subject.beginning;
      return (await changesSince(await subject.reader.begin(yesterday))).cursor;
    }

    part('address', 'is what the provider’s own profile says', async () => {
      expect(await subject.reader.readAddress()).toBe(subject.address);
    });

    part('list', 'names each mail once over its pages', async () => {
      const ids = new Set<string>();
      for (let number = 0; number < 5; number += 1) ids.add(await subject.deliver(writeNumbered(number)));
      const listed: string[] = [];
      for (let page: string | null = null; ;) {
        const found = await subject.reader.list({ from: yesterday, page, size: 2 });
        listed.push(...found.items.map(({ id }) => id));
        if (found.next === undefined) break;
        page = found.next;
      }
      expect(listed.filter((id) => ids.has(id)).toSorted()).toEqual([...ids].toSorted());
    });

    part('read', 'gives the bytes as they came, and the state', async () => {
      const raw = writeNumbered(7);
      const id = await subject.deliver(raw);
      const mail = await subject.reader.read(id, undefined, hold);
      expect(String(mail.raw)).toContain('Grüße 7');
      expect(mail.state).toMatchObject({ isRead: false, labels: expect.arrayContaining(['inbox']) });
      await subject.markRead(id);
      expect((await subject.reader.state(id)).isRead).toBe(true);
    });

    part('changes', 'name what is new, what changed and what is gone', async () => {
      const kept = await subject.deliver(writeNumbered(1));
      const gone = await subject.deliver(writeNumbered(2));
      const cursor = await begin();
      const fresh = await subject.deliver(writeNumbered(3));
      await subject.markRead(kept);
      await subject.remove(gone);
      const { items, cursor: next } = await changesSince(cursor);
      expect(items.map(({ id }) => id)).toEqual(expect.arrayContaining([fresh, kept, gone]));
      expect((await changesSince(next)).items.map(({ id }) => id)).not.toContain(kept);
    });

    part('missing', 'is a mail that is gone', async () => {
      const id = await subject.deliver(writeNumbered(1));
      await subject.remove(id);
      await expect(subject.reader.read(id, undefined, hold)).rejects.toMatchObject({ kind: 'missing' });
      await expect(subject.reader.state(id)).rejects.toMatchObject({ kind: 'missing' });
    });

    part('thread', 'names the mails of a thread', async () => {
      const first = await subject.deliver(writeNumbered(1));
      const { threadId } = await subject.reader.state(first);
      const second = await subject.deliver(writeNumbered(2), threadId ?? '');
      const ids = (await subject.reader.thread(threadId ?? '')).map(({ id }) => id);
      expect(ids.toSorted()).toEqual([first, second].toSorted());
    });

    part('forgotten changes', 'are told as a lost cursor', async () => {
      const cursor = await begin();
      await subject.deliver(writeNumbered(1));
      await subject.forgetChanges?.();
      await expect(changesSince(cursor)).rejects.toMatchObject({ kind: 'cursor-lost' });
    });

    part('slow down', 'comes with how long', async () => {
      const { provider } = subject;
      provider?.faults.next(provider.methods.read, { status: 429, retryAfterSeconds: 17 });
      const id = await subject.deliver(writeNumbered(1));
      const asked = subject.reader.read(id, undefined, hold);
      await expect(asked).rejects.toMatchObject({ kind: 'limited', retryAfterMs: 17_000 });
    });

    part('failure', 'of the provider or the line is one that may pass', async () => {
      const { provider } = subject;
      const id = await subject.deliver(writeNumbered(1));
      for (const status of [500, 503, 'drop'] as const) {
        provider?.faults.next(provider.methods.read, { status });
        await expect(subject.reader.read(id, undefined, hold)).rejects.toMatchObject({ kind: 'unreachable' });
      }
    });

    part('expired access', 'is told apart from the rest', async () => {
      subject.provider?.authority.expireAccess(subject.address);
      await expect(subject.reader.readAddress()).rejects.toMatchObject({ kind: 'expired' });
    });
  });
}
