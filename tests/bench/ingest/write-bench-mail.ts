import { createHash } from 'node:crypto';

/** As much as the mails of a business mailbox have on average, their pictures and files among it. */
const usualSize = 59_000;
/** Of a thread's mails each answers the one before. */
const threadLength = 4;
const customers = 400;
/** Below this there is no room for more than text. */
const smallest = 10_000;
/** How many different words there are to write with. */
const vocabulary = 6000;

export interface BenchMail {
  readonly raw: Buffer;
  /** As the mailbox names its thread. */
  readonly thread: string;
  readonly date: Date;
}

/**
 * The mail with this number, the same each time: part of a thread of four, with text and markup, an earlier mail
 * quoted, and every fourth with a file. `size`: what the source has in all, in bytes; a small one is text alone.
 */
export function writeBenchMail(at: number, size = usualSize): BenchMail {
  const thread = Math.floor(at / threadLength);
  const answered = at % threadLength === 0 ? undefined : at - 1;
  const customer = `${word(thread % customers)} ${word((thread % customers) + 1)}`;
  const address = `${customer.replace(' ', '.')}@shop${thread % customers}.example`;
  const isOurs = at % 2 === 1;
  const date = new Date(Date.UTC(2026, 0, 1) + at * 60_000);
  const own = `${customer} <${address}>`;
  const desk = 'Support <support@larkfield.example>';
  const lines = [
    `From: ${isOurs ? desk : own}`,
    `To: ${isOurs ? own : desk}`,
    `Subject: ${answered === undefined ? '' : 'Re: '}${write(thread, 5)} ${thread}`,
    `Date: ${date.toUTCString()}`,
    `Message-ID: ${idOf(at)}`,
    ...(answered === undefined ? [] : [`In-Reply-To: ${idOf(answered)}`, `References: ${referencesOf(at)}`]),
    ...Array.from(
      { length: 6 },
      (_, hop) => `Received: from mx${hop}.example by mx${hop + 1}.example; ${date.toUTCString()}`,
    ),
    'MIME-Version: 1.0',
  ];
  const body = size < smallest ? ['', ...paragraphs(at, 4)] : bodyOf(at, answered, size);
  return { raw: Buffer.from([...lines, ...body, ''].join('\r\n')), thread: `thread-${thread}`, date };
}

function idOf(at: number): string {
  return `<bench-${at}@shop.example>`;
}

function referencesOf(at: number): string {
  const first = at - (at % threadLength);
  return Array.from({ length: at - first }, (_, back) => idOf(first + back)).join(' ');
}

function bodyOf(at: number, answered: number | undefined, size: number): string[] {
  const said = paragraphs(at, 12);
  const quoted =
    answered === undefined
      ? []
      : ['', `On 1 Jan 2026, at 10:00, ${word(at)} wrote:`, ...paragraphs(answered, 12).map((line) => `> ${line}`)];
  const file = at % 4 === 0 ? fileOf(at, 15_000) : undefined;
  const text = [...said, ...quoted].join('\r\n');
  const left = size - text.length - (file?.length ?? 0) - 1500;
  const inner = [
    '--alternative',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    text.replaceAll('=', '=3D'),
    '--alternative',
    'Content-Type: text/html; charset=utf-8',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    markup(at, left),
    '--alternative--',
  ];
  const alternative = 'Content-Type: multipart/alternative; boundary="alternative"';
  if (file === undefined) return [alternative, '', ...inner];
  return [
    'Content-Type: multipart/mixed; boundary="mixed"',
    '',
    '--mixed',
    alternative,
    '',
    ...inner,
    '--mixed',
    `Content-Type: application/pdf; name="offer-${at}.pdf"`,
    `Content-Disposition: attachment; filename="offer-${at}.pdf"`,
    'Content-Transfer-Encoding: base64',
    '',
    file,
    '--mixed--',
  ];
}

function markup(at: number, length: number): string {
  const lines = ['<html><body style=3D"font-family:Arial">'];
  for (let written = 0, line = 0; written < length; line += 1) {
    const next = `<p class=3D"MsoNormal" style=3D"margin:0"><span>${write(at * 31 + line, 9)}</span></p>`;
    lines.push(next);
    written += next.length + 2;
  }
  return [...lines, '</body></html>'].join('\r\n');
}

function fileOf(at: number, length: number): string {
  const block = createHash('sha512').update(String(at)).digest();
  const bytes = Buffer.alloc(length, block);
  return bytes.toString('base64').replace(/.{76}/g, '$&\r\n');
}

function paragraphs(at: number, count: number): string[] {
  return Array.from({ length: count }, (_, line) => write(at * 17 + line, 10));
}

/** `count` words, the same for the same place. */
function write(from: number, count: number): string {
  let state = (from * 48_271 + 11) % 2_147_483_647;
  const words = Array.from({ length: count }, () => {
    state = (state * 48_271 + 7) % 2_147_483_647;
    return word(state % vocabulary);
  });
  return words.join(' ');
}

/** The same word for the same number. */
export function word(number: number): string {
  const syllables = [
    'ba',
    'ke',
    'lo',
    'mi',
    'nu',
    'ra',
    'se',
    'ti',
    'vo',
    'zu',
    'den',
    'gar',
    'hil',
    'jor',
    'pen',
    'wal',
  ];
  let text = '';
  for (let left = number + 16; left > 0; left = Math.floor(left / 16)) text += syllables[left % 16] ?? '';
  return text;
}
