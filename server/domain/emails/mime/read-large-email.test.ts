import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readEmail, type ParsedEmail } from './read-email.ts';
import { readLargeEmail } from './read-large-email.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sidethread-large-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const megabyte = 1024 * 1024;
const photo = randomBytes(5 * megabyte);
const small = randomBytes(30_000);
const head =
  'From: Ada <ada@example.com>\r\nTo: bo@example.org\r\nSubject: Large\r\nMessage-ID: <large@example.com>\r\n';

function base64(bytes: Buffer, end = '\r\n'): string {
  return bytes.toString('base64').replace(/.{76}/g, `$&${end}`);
}

function part(type: string, encoding: string, body: string, more = ''): string {
  return `Content-Type: ${type}\r\nContent-Transfer-Encoding: ${encoding}\r\n${more}\r\n${body}\r\n`;
}

function multipart(boundary: string, parts: readonly string[], header = head): string {
  const all = parts.map((each) => `--${boundary}\r\n${each}`).join('');
  return `${header}MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="${boundary}"\r\n\r\n${all}--${boundary}--\r\n`;
}

const letter = part('text/plain; charset=utf-8', '8bit', 'Grüße,\r\nhere they are.\r\n\r\nAda');
const attached = (name: string) => `Content-Disposition: attachment; filename="${name}"\r\n`;
const file = part('image/jpeg', 'base64', base64(photo), attached('photo.jpg'));
/** What looks like a delimiter and is none stands all over a dump. */
const dump = '-- a comment\r\n--almost=20\r\ninsert into t values (1);  \r\n--\r\n'.repeat(70_000);
const folded = `${'caf=C3=A9 = =\r\nau lait \t \r\n=ZZ broken=\r\n\r\n'.repeat(110_000)}the end \t`;

const mails: Readonly<Record<string, string>> = {
  'files in base64': multipart('outer', [letter, file, part('image/png', 'base64', base64(small)), file]),
  'a file whose base64 has junk and padding in its middle': multipart('outer', [
    letter,
    part('application/zip', 'base64', `${base64(photo, ' \n')}!!--_\r\n${base64(small)}=\r\nnot base64`, attached('a')),
  ]),
  'a dump in plain lines, and the same as quoted-printable': multipart('outer', [
    letter,
    part('text/plain', '7bit', dump, attached('dump.sql')),
    part('text/plain', 'quoted-printable', folded, attached('dump.txt')),
    part('application/sql', 'binary', dump.replaceAll('\r\n', '\n'), attached('dump2.sql')),
  ]),
  'a multipart inside of another, and a message carried along': multipart('outer', [
    multipart('=_inner.1', [letter, file], ''),
    `Content-Type: message/rfc822\r\n\r\n${multipart('third', [letter, file])}\r\n`,
  ]),
  'a delimiter that no header names': multipart('outer', [letter, file, file]).replace('boundary="outer"', 'x=y'),
  'no closing delimiter': multipart('outer', [letter, file, file]).slice(0, -12),
  'one very long line': multipart('outer', [
    letter,
    part('application/octet-stream', 'quoted-printable', 'ab=3D c'.repeat(1_400_000), attached('line')),
    part('application/octet-stream', 'base64', photo.toString('base64'), attached('photo')),
  ]),
  'lines that end with CR alone': multipart('outer', [letter, file, file]).replaceAll('\r\n', '\r'),
  'empty lines and a byte order mark before it': `\ufeff\r\n\r\n${multipart('outer', [letter, file, file])}`,
  'a uuencoded part': multipart('outer', [
    letter,
    part(
      'image/jpeg',
      'x-uuencode',
      `\r\nbegin 644 a.jpg\r\n${uuencode(photo)}\`\r\nend\r\nbehind it`,
      attached('a.jpg'),
    ),
  ]),
};

function uuencode(bytes: Buffer): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += 45) {
    const line = bytes.subarray(at, at + 45);
    const sixes = line.toString('base64').replaceAll('=', 'A');
    const letters = Array.from(sixes, (six) => {
      const value = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'.indexOf(six);
      return String.fromCharCode(value === 0 ? 96 : value + 32);
    });
    lines.push(`${String.fromCharCode(32 + line.length)}${letters.join('')}\r\n`);
  }
  return lines.join('');
}

async function readFromFile(source: Buffer): Promise<ParsedEmail> {
  const path = join(folder, createHash('sha256').update(source).digest('hex'));
  await writeFile(path, source);
  return readLargeEmail({ path, size: source.length, sha256: '', release: async () => undefined });
}

const withoutBytes = ({ attachments, ...email }: ParsedEmail) => ({
  ...email,
  attachments: attachments.map(({ content: _content, open: _open, ...rest }) => rest),
});

describe('a large mail, read from its file', () => {
  test.each(Object.entries(mails))('says what it says when read from memory: %s', async (_name, text) => {
    const source = Buffer.from(text, text.startsWith('\ufeff') ? 'utf8' : 'latin1');
    const whole = readEmail(source);
    const streamed = await readFromFile(source);
    expect(withoutBytes(streamed)).toEqual(withoutBytes(whole));
    expect(streamed.attachments.some(({ open }) => open !== undefined)).toBe(true);
    for (const [at, { open, size }] of streamed.attachments.entries())
      if (open !== undefined) {
        const bytes = await buffer(open());
        expect(bytes.length).toBe(size);
        expect(bytes.equals(Buffer.from(whole.attachments[at]?.content ?? []))).toBe(true);
      }
  });

  test('has the beginning of a text that is longer than anybody reads, and says so', async () => {
    const words = 'All work and no play. '.repeat(500_000);
    const email = await readFromFile(Buffer.from(multipart('outer', [part('text/plain', '7bit', words), file])));
    expect(email.isTextCut).toBe(true);
    expect(words.startsWith(email.text ?? '-')).toBe(true);
    expect(email.text?.length).toBeGreaterThan(2_000_000);
    expect(email.text?.length).toBeLessThan(5_000_000);
    expect(email.attachments[0]?.sha256).toBe(createHash('sha256').update(photo).digest('hex'));
  });
});
