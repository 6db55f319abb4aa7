import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { readEmail } from './read-email.ts';

const letter = (six: number) => (six === 0 ? '`' : String.fromCharCode(six + 32));

/** As uuencode(1) writes it: a letter for the length, then four for each three bytes; a space is a backtick. */
function uuencode(bytes: Buffer, name: string): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += 45) {
    const line = bytes.subarray(at, at + 45);
    let text = letter(line.length);
    for (let group = 0; group < line.length; group += 3) {
      const [a = 0, b = 0, c = 0] = line.subarray(group, group + 3);
      text += letter(a >> 2) + letter(((a & 3) << 4) | (b >> 4)) + letter(((b & 15) << 2) | (c >> 6)) + letter(c & 63);
    }
    lines.push(text);
  }
  return [`begin 644 ${name}`, ...lines, '`', 'end'].join('\r\n');
}

const read = (body: string) => readEmail(Buffer.from(`From: a@example.com\r\nSubject: Files\r\n\r\n${body}`));
const photo = randomBytes(1000);
const list = Buffer.from('a;b\r\n1;2\r\n');

describe('uuencoded files in a text', () => {
  test('are attachments with their exact bytes, and leave the text', () => {
    const email = read(
      `Hello,\r\nhere they are.\r\n\r\n${uuencode(photo, 'my photo.jpg')}\r\n\r\n${uuencode(list, 'list.csv')}\r\nAda`,
    );
    expect(email.text).toBe('Hello,\nhere they are.\n\n\nAda');
    expect(email.visibleText).not.toContain('begin 644');
    expect(email.attachments).toMatchObject([
      { filename: 'my photo.jpg', size: 1000, sha256: createHash('sha256').update(photo).digest('hex') },
      { filename: 'list.csv', size: list.length, disposition: 'attachment' },
    ]);
    expect(Buffer.from(email.attachments[1]?.content ?? []).equals(list)).toBe(true);
  });

  test.each([
    ['without an end', uuencode(photo, 'a.jpg').replace(/\r\nend$/, '\r\nBye')],
    ['with words among its lines', uuencode(photo, 'a.jpg').replace('\r\n', '\r\nhere it comes\r\n')],
    ['with nothing in it', 'begin 644 a.jpg\r\nend'],
    ['that is talk', 'begin 2026 with a plan\r\nand end it'],
  ])('%s stay text', (_name, body) => {
    const email = read(body);
    expect(email.attachments).toEqual([]);
    expect(email.text).toBe(body.replaceAll('\r\n', '\n'));
  });

  test('that begin again and again cost no more than their length', () => {
    expect(read('begin 644 a\r\n#86)C\r\n'.repeat(100_000)).attachments).toEqual([]);
  });
});
