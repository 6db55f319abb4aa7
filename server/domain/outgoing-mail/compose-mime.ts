import MailComposer from 'nodemailer/lib/mail-composer';
import type { Recipient } from '#shared/contract/outgoing-mail.ts';
import { ownIdHeader, type SentFile } from '#server/ports/mail-sender.ts';
import { quoteAsHtml, quoteAsText } from './quote.ts';
import type { AnsweredMail } from './answered-mail.ts';
import type { OutgoingRow } from './outgoing-row.ts';
import { renderBody, renderText } from './render-body.ts';

export interface MimeParts {
  readonly row: OutgoingRow;
  /** What it answers, while that is to be seen. */
  readonly answered: AnsweredMail | undefined;
  readonly from: Recipient;
  readonly messageId: string;
  readonly date: Date;
  readonly files: readonly SentFile[];
}

/** The longest References header that servers take without folding trouble; the first and the newest ids matter. */
const mostReferences = 50;

/**
 * A mail as it travels (RFC 5322, 2045, 2047): UTF-8 in quoted-printable, plain text beside HTML, in its thread by
 * In-Reply-To and References. Bcc stands in it; the provider takes it out.
 */
export async function composeMime({ row, answered, from, messageId, date, files }: MimeParts): Promise<Uint8Array> {
  const isAnswer = row.kind === 'reply' || row.kind === 'reply-all';
  const thread = isAnswer && answered !== undefined && answered.messageId !== null ? threadOf(answered) : {};
  const composer = new MailComposer({
    from: { ...from },
    to: row.to.map(toAddress),
    cc: row.cc.map(toAddress),
    bcc: row.bcc.map(toAddress),
    subject: row.subject,
    date,
    messageId: `<${messageId}>`,
    ...thread,
    headers: { [ownIdHeader]: row.id },
    ...bodyOf(row, answered),
    attachments: files.map(({ name, contentType, bytes }) => ({
      filename: name,
      contentType,
      content: Buffer.from(bytes),
    })),
    textEncoding: 'quoted-printable',
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const mime = composer.compile();
  mime.keepBcc = true;
  return mime.build();
}

/** Who it is from and goes to, as a mail server is told: each once, hosts in ASCII. */
export function envelopeOf({ row, from }: Pick<MimeParts, 'row' | 'from'>): { from: string; to: string[] } {
  const { to, cc, bcc } = { to: row.to.map(toAddress), cc: row.cc.map(toAddress), bcc: row.bcc.map(toAddress) };
  const envelope = new MailComposer({ from: { ...from }, to, cc, bcc }).compile().getEnvelope();
  return { from: envelope.from || from.address, to: [...new Set(envelope.to)] };
}

function toAddress({ name, address }: Recipient): Recipient {
  return { name, address };
}

function threadOf({ messageId, references }: AnsweredMail): { inReplyTo: string; references: string[] } {
  const ids = [...references.filter((id) => id !== messageId), messageId ?? ''];
  const kept = ids.length <= mostReferences ? ids : [...ids.slice(0, 1), ...ids.slice(1 - mostReferences)];
  return { inReplyTo: `<${messageId}>`, references: kept.map((id) => `<${id}>`) };
}

function bodyOf(row: OutgoingRow, answered: AnsweredMail | undefined): { text: string; html: string } {
  const html = row.html ?? renderBody(row.body);
  const text = row.html === null ? renderText(row.body) : row.body;
  if (answered === undefined || !row.withQuote || row.kind === 'new') return { text, html };
  return {
    text: `${text}\n\n${quoteAsText(row.kind, answered)}`,
    html: `${html}<br>${quoteAsHtml(row.kind, answered)}`,
  };
}
