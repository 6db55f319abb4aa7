import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

type Run = { status: number; stdout: string; stderr: string; lines: Record<string, unknown>[] };

const main = fileURLToPath(new URL('../inspect/main.ts', import.meta.url));
const fixture = (name: string): string => fileURLToPath(new URL(`../inspect/fixtures/${name}`, import.meta.url));
const node = fileURLToPath(new URL('../../node_modules/.bin/node', import.meta.url));
const THREAD = 'https://mail.google.com/mail/u/0/#inbox/FMfcgzQfBspgLbfNnBHGtlBsFtcLGPsr';
const ID = '19c73f328cb1ca41';
const CONVERSATION = 'AAQkADBmMGYwZjBmLTAwMDAtMTExMS0yMjIyLTAwMDAwMDAwMDAwMQAQAMzMzPz7+8zMzMzMzMzMzMw=';
const OUTLOOK = 'https://outlook.office.com/mail/';
const OUTLOOK_THREAD = `${OUTLOOK}inbox/id/${encodeURIComponent(CONVERSATION)}`;
const GRAPH_ID = CONVERSATION.replaceAll('+', '_').replaceAll('/', '-');

function inspect(...args: string[]): Promise<Run> {
  return new Promise((resolve) => {
    execFile(node, [main, ...args], (error, stdout, stderr) => {
      const lines = stdout.split('\n').filter((line) => line !== '');
      const status = typeof error?.code === 'number' ? error.code : 0;
      resolve({ status, stdout, stderr, lines: lines.map((line) => JSON.parse(line) as Record<string, unknown>) });
    });
  });
}

describe('inspect url', () => {
  it.each([
    [THREAD, { webmail: 'gmail', kind: 'gmail-thread', id: ID }],
    [
      'https://mail.google.com/mail/u/0/#sent/KtbxLvHkSWwbVHxgCbWNvXVKGjFgqMbGQq',
      { webmail: 'gmail', kind: 'gmail-client-thread', id: null },
    ],
    ['https://mail.google.com/mail/u/0/#inbox', { webmail: 'gmail', kind: 'none', id: null }],
    [OUTLOOK_THREAD, { webmail: 'outlook', kind: 'outlook-conversation', id: GRAPH_ID }],
    [`${OUTLOOK}deeplink/read/AAMkADAw%2BB%2FA%3D`, { webmail: 'outlook', kind: 'outlook-item', id: 'AAMkADAw_B-A=' }],
    ['https://example.com/', { webmail: null, kind: 'none', id: null }],
  ])('%s', async (url, expected) => {
    const { status, stdout } = await inspect('url', url);
    expect(stdout).toBe(`${JSON.stringify(expected)}\n`);
    expect(status).toBe(0);
  });

  it.each([[['url']], [['url', 'no address']], [['url', THREAD, THREAD]], [['nonsense']], [[]]])(
    'refuses %j with one sentence',
    async (args) => {
      const { status, stdout, stderr } = await inspect(...args);
      expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
      expect(stderr).toMatch(/^[A-Z][^\n]+\.\n$/);
    },
  );
});

describe('inspect page', () => {
  it('reads a saved conversation', async () => {
    const { lines, status } = await inspect('page', fixture('gmail-open-thread.html'), '--url', THREAD);
    expect(status).toBe(0);
    expect(lines).toEqual([
      {
        state: 'open',
        thread: { kind: 'gmail-thread', id: ID },
        account: 'robin@kestrel.example',
        subject: 'Calibration of the second tank',
        messages: [
          { id: null, from: { name: 'Robin Vale', address: 'robin@kestrel.example' }, to: [], date: null },
          {
            id: ID,
            from: { name: 'Noor de Wit', address: 'noor@delft-tanks.example' },
            to: [
              { name: 'me', address: 'robin@kestrel.example' },
              { name: 'Lab', address: 'lab@kestrel.example' },
            ],
            date: '4 Nov 2026, 09:41',
          },
        ],
      },
    ]);
  });

  it.each([
    ['its thread in the address', OUTLOOK_THREAD],
    ['the list’s word alone', OUTLOOK],
  ])('reads a saved conversation of Outlook by %s', async (_what, url) => {
    const { lines, status } = await inspect('page', fixture('outlook-open-thread.html'), '--url', url);
    expect(status).toBe(0);
    expect(lines).toEqual([
      {
        state: 'open',
        thread: { kind: 'outlook-conversation', id: GRAPH_ID },
        account: 'robin@kestrel.example',
        subject: 'Calibration of the second tank',
        messages: [
          {
            id: null,
            from: { name: 'Noor de Wit', address: 'noor@delft-tanks.example' },
            to: [
              { name: 'Robin Vale', address: null },
              { name: 'Lab', address: null },
            ],
            date: 'Mi 4. November 2026, 09:41',
          },
          {
            id: null,
            from: { name: 'Robin Vale', address: null },
            to: [{ name: 'Noor de Wit', address: null }],
            date: null,
          },
        ],
      },
    ]);
  });

  it('reads the same in a window of its own', async () => {
    const popout = 'https://mail.google.com/mail/u/0/popout?ver=1&th=%23thread-f%3A1857522857654995521&cvid=1';
    const { lines } = await inspect('page', fixture('gmail-open-thread.html'), '--url', popout);
    expect(lines).toMatchObject([{ state: 'open', thread: { kind: 'gmail-thread', id: ID } }]);
  });

  it('says that address and page disagree', async () => {
    const other = 'https://mail.google.com/mail/u/0/#inbox/FMfcgzGkbDWztBnnCgRHzjrvmFqLtcJD';
    const { lines, status } = await inspect('page', fixture('gmail-open-thread.html'), '--url', other);
    expect(status).toBe(0);
    expect(lines).toMatchObject([
      { state: 'unreadable', reason: 'address-and-page-disagree', thread: null, subject: null, messages: [] },
    ]);
  });

  it('says that the markup changed, with a shape that can be shared', async () => {
    const { lines } = await inspect('page', fixture('gmail-changed-markup.html'), '--url', THREAD);
    expect(lines).toMatchObject([{ state: 'unreadable', reason: 'markup-changed', account: 'robin@kestrel.example' }]);
    expect(lines[0]?.['shape']).not.toMatch(/kestrel|delft|noor|calibration|tank/i);
  });

  it('names a file that can’t be read on a line of its own', async () => {
    const { lines, status } = await inspect('page', 'no/such/file.html', '--url', THREAD);
    expect(status).toBe(1);
    expect(lines).toEqual([{ file: 'no/such/file.html', error: expect.stringMatching(/\.$/) }]);
  });

  it.each([
    [['page']],
    [['page', 'file.html']],
    [['page', 'file.html', '--url', 'https://example.com/']],
    [['page', 'a', '--nonsense']],
  ])('refuses %j with one sentence', async (args) => {
    const { status, stdout, stderr } = await inspect(...args);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr.trim()).toMatch(/^[A-Z][^\n]+\.$/);
  });
});

describe('inspect email', () => {
  const mail = fixture('mail-with-file.eml');

  it('writes one line per file, the path as it was given, and goes on after a bad one', async () => {
    const { lines, status } = await inspect('email', mail, 'no-such-file.eml');
    expect(status).toBe(0);
    expect(lines).toEqual([
      {
        file: mail,
        messageId: 'second@larkfield.example',
        inReplyTo: 'first@larkfield.example',
        references: ['zero@larkfield.example', 'first@larkfield.example'],
        subject: 'Re: Saal für 60 Leute',
        from: [{ name: 'Jörg Lind', address: 'joerg@larkfield.example' }],
        to: [{ name: 'Ferro, Tom', address: 'tom@ferro.example' }],
        cc: [],
        bcc: [],
        date: '2026-03-03T08:12:30.000Z',
        text: 'Mittwoch passt.\n\nAm 02.03.2026 um 10:00 schrieb Tom Ferro:\n> Welcher Tag?',
        visibleText: 'Mittwoch passt.',
        fragments: [
          { content: 'Mittwoch passt.\n', isQuoted: false, isSignature: false, isHidden: false },
          {
            content: 'Am 02.03.2026 um 10:00 schrieb Tom Ferro:\n> Welcher Tag?',
            isQuoted: true,
            isSignature: false,
            isHidden: true,
          },
        ],
        attachments: [
          {
            filename: 'Größen.csv',
            contentType: 'text/csv',
            size: 8,
            sha256: '403bea5152c251c5bc7ef420d824d191605723f99392e83a0549ad58c6d46291',
          },
        ],
      },
      { file: 'no-such-file.eml', error: 'This file can’t be read.' },
    ]);
  });

  it('fails when no file can be read, and refuses to read none', async () => {
    expect(await inspect('email', 'no-such-file.eml')).toMatchObject({
      status: 1,
      lines: [{ file: 'no-such-file.eml' }],
    });
    expect(await inspect('email')).toMatchObject({
      status: 1,
      stdout: '',
      stderr: expect.stringMatching(/^[A-Z][^\n]+\.\n$/),
    });
  });
});

describe('inspect reply', () => {
  it('tells what the sender wrote in a plain text', async () => {
    const reply = fixture('reply.txt');
    const { lines, status } = await inspect('reply', reply);
    expect(status).toBe(0);
    expect(lines).toMatchObject([{ file: reply, visibleText: 'D’accord.\n\nClaire' }]);
    expect(lines[0]?.['fragments']).toHaveLength(2);
  });
});

describe('inspect threads', () => {
  it('groups files, the same in every order', async () => {
    const files = ['mail-first.eml', 'mail-with-file.eml', 'mail-foreign.eml'].map(fixture);
    const expected = [
      {
        subject: 'Saal für 60 Leute',
        emails: [
          { file: files[0], messageId: 'first@larkfield.example', because: 'starts the thread' },
          { file: files[1], messageId: 'second@larkfield.example', because: 'answers an e-mail of the thread' },
        ],
      },
      {
        subject: 'Lost keys',
        emails: [{ file: files[2], messageId: 'keys@kestrel.example', because: 'starts the thread' }],
      },
    ];
    for (const order of [files, files.toReversed()]) {
      const { stdout, status } = await inspect('threads', ...order);
      expect([JSON.parse(stdout), status]).toEqual([expected, 0]);
    }
  });

  it('tells of a file that can’t be read on a line of its own', async () => {
    const { stdout, status } = await inspect('threads', fixture('mail-first.eml'), 'no-such-file.eml');
    const [groups, bad] = stdout.trim().split('\n');
    expect(JSON.parse(groups ?? '')).toHaveLength(1);
    expect([JSON.parse(bad ?? ''), status]).toEqual([
      { file: 'no-such-file.eml', error: 'This file can’t be read.' },
      0,
    ]);
  });
});
