import { createHash } from 'node:crypto';
import { createSource } from '#tests/support/mail-source.ts';
import type { Random } from '../random.ts';
import type { Box } from './mail-world.ts';

/** A mail that was sent, with where it went. */
export interface SentMail {
  readonly messageId: string;
  /** The first mail of its thread. */
  readonly thread: string;
  readonly raw: string;
  /** SHA-256 of its attachment's bytes. */
  readonly attachment: string | undefined;
}

export interface Delivered {
  readonly box: Box;
  readonly id: string;
  readonly mail: SentMail;
  isRead: boolean;
  isGone: boolean;
}

/** What customers write and what happens to it in the mailboxes, as it should end. */
export class Correspondence {
  readonly mails: SentMail[] = [];
  readonly delivered: Delivered[] = [];
  readonly #boxes: readonly Box[];
  readonly #random: Random;

  constructor(boxes: readonly Box[], random: Random) {
    this.#boxes = boxes;
    this.#random = random;
  }

  /** A mail arrives in one mailbox or several; something happens to an earlier one now and then. */
  step(): void {
    const mail = this.#write();
    const first = this.#random.below(this.#boxes.length);
    const copies = 1 + this.#random.below(3);
    for (let at = 0; at < Math.min(copies, this.#boxes.length); at += 1) {
      const box = this.#boxes[(first + at) % this.#boxes.length];
      if (box !== undefined) this.#deliver(box, mail);
    }
    if (this.#random.unit() < 0.2) this.#change();
  }

  #write(): SentMail {
    const number = this.mails.length;
    const messageId = `storm-${number}@weiss-tools.example`;
    const earlier = number > 0 && this.#random.unit() < 0.6 ? this.#random.pick(this.mails) : undefined;
    const thread = earlier?.thread ?? messageId;
    const bytes = this.#random.unit() < 0.2 ? Buffer.from(`attachment ${number} ${this.#random.unit()}`) : undefined;
    const source = createSource({
      id: messageId,
      from: `Customer <customer-${thread.split('@')[0]}@weiss-tools.example>`,
      subject: earlier === undefined ? `Matter ${number}` : `Re: ${subjectOf(thread)}`,
      date: new Date(Date.UTC(2026, 10, 1) + number * 60_000),
      body: `This is mail ${number}.`,
      ...(earlier !== undefined && { inReplyTo: earlier.messageId, references: [thread, earlier.messageId] }),
      ...(bytes !== undefined && { file: { name: `file-${number}.txt`, type: 'application/octet-stream', bytes } }),
    });
    const attachment = bytes === undefined ? undefined : createHash('sha256').update(bytes).digest('hex');
    const mail = { messageId, thread, raw: Buffer.from(source).toString(), attachment };
    this.mails.push(mail);
    return mail;
  }

  #deliver(box: Box, mail: SentMail): void {
    const threadId = `${box.provider.id === 'gmail' ? 'a' : 'AAQk'}${hex(mail.thread)}`;
    const id = box.account.deliver({ raw: mail.raw, threadId, ageMs: this.#random.below(60) * 60_000 });
    this.delivered.push({ box, id, mail, isRead: false, isGone: false });
  }

  #change(): void {
    const living = this.delivered.filter(({ isGone }) => !isGone);
    if (living.length === 0) return;
    const one = this.#random.pick(living);
    const what = this.#random.unit();
    if (what < 0.6) {
      one.box.account.markRead(one.id);
      one.isRead = true;
      return;
    }
    if (what < 0.8) one.box.account.moveToTrash(one.id);
    else one.box.account.remove(one.id);
    one.isGone = true;
  }
}

function subjectOf(thread: string): string {
  return `Matter ${/storm-(\d+)@/.exec(thread)?.[1] ?? ''}`;
}

function hex(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
