import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { FileId } from '#shared/contract/ids.ts';
import { ProblemView } from '#shared/contract/problem.ts';
import { cleanFileName, readContentType } from '#server/domain/attachments/index.ts';
import { postAboutMail } from '#server/domain/correspondences/index.ts';
import { deleteMessage, eraseDeletedMessages, removeDiscussion } from '#server/domain/discussions/index.ts';
import { createDomainTeam, createMail, draftOf, type DomainTeam } from '#tests/support/domain-team.ts';
import { startTestApp, type TestApp } from '#tests/support/test-app.ts';

let app: TestApp;
let team: DomainTeam;

beforeAll(async () => {
  app = await startTestApp();
  team = await createDomainTeam(app.ports.db);
});
afterAll(() => app.close());

const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

async function upload(body: Uint8Array | string, headers: Record<string, string> = {}, who = team.olga) {
  const answer = await fetch(`${app.url}/files`, {
    method: 'POST',
    headers: { authorization: `Bearer ${who.token}`, 'x-sidethread-team': who.teamId, ...headers },
    body: Buffer.from(body),
  });
  return { status: answer.status, body: (await answer.json()) as unknown };
}

async function uploaded(...of: Parameters<typeof upload>): Promise<FileId> {
  return z.object({ fileId: FileId }).parse((await upload(...of)).body).fileId;
}

function attach(fileIds: FileId[], who = team.olga) {
  const target = { mail: createMail(), visibility: 'team' as const, channelId: null };
  return postAboutMail(app.ports, who, { ...draftOf('see the file'), fileIds, target });
}

describe('a file', () => {
  test('is stored, attached once, and read by its link', async () => {
    const bytes = Buffer.from('<script>alert(1)</script>');
    const headers = { 'x-file-name': encodeURIComponent('Preis "Liste" ä.html'), 'content-type': 'text/html' };
    const fileId = await uploaded(bytes, headers);
    const { discussion, message } = await attach([fileId]);
    const file = message.files[0];
    expect(file).toMatchObject({ name: 'Preis _Liste_ ä.html', contentType: 'text/html', size: bytes.length });
    const answer = await fetch(file?.url ?? '');
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(bytes);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'application/octet-stream',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining('sandbox'),
      'content-disposition': `attachment; filename="Preis _Liste_ _.html"; filename*=UTF-8''Preis%20_Liste_%20%C3%A4.html`,
    });
    await expect(attach([fileId])).rejects.toMatchObject({ code: 'not-found' });
    await deleteMessage(app.ports, team.olga, { discussionId: discussion.id, messageId: message.id });
    expect((await fetch(file?.url ?? '')).status).toBe(404);
  });

  test('that is a picture is shown, one that only says so is not', async () => {
    const ids = [
      await uploaded(png, { 'x-file-name': 'a.png', 'content-type': 'application/pdf' }),
      await uploaded('<svg onload=alert(1)>', { 'x-file-name': 'b.png', 'content-type': 'image/png' }),
      await uploaded('<svg onload=alert(1)>', { 'x-file-name': 'c.svg', 'content-type': 'image/svg+xml' }),
    ];
    const { message } = await attach(ids);
    const byName = message.files.toSorted((a, b) => a.name.localeCompare(b.name));
    const answers = await Promise.all(byName.map(({ url }) => fetch(url ?? '')));
    expect(answers.map(({ headers }) => headers.get('content-disposition')?.split(';')[0])).toEqual([
      'inline',
      'attachment',
      'attachment',
    ]);
    expect(answers[0]?.headers.get('content-type')).toBe('image/png');
    expect(answers[1]?.headers.get('content-type')).toBe('application/octet-stream');
    const saved = await fetch(`${byName[0]?.url ?? ''}?save`);
    expect(saved.headers.get('content-disposition')).toMatch(/^attachment;/);
  });

  test('that is a PDF goes to the browser’s viewer, which no sandbox lets in; nothing else is let off', async () => {
    const ids = [
      await uploaded('%PDF-1.7', { 'x-file-name': 'a.pdf', 'content-type': 'application/octet-stream' }),
      await uploaded('<script>', { 'x-file-name': 'b.pdf', 'content-type': 'application/pdf' }),
    ];
    const { message } = await attach(ids);
    const byName = message.files.toSorted((a, b) => a.name.localeCompare(b.name));
    const [pdf, fake] = await Promise.all(byName.map(({ url }) => fetch(url ?? '')));
    expect(Object.fromEntries(pdf?.headers ?? [])).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': expect.stringMatching(/^inline;/),
      'content-security-policy': expect.not.stringContaining('sandbox'),
      'x-content-type-options': 'nosniff',
    });
    expect(fake?.headers.get('content-disposition')).toMatch(/^attachment;/);
    expect(fake?.headers.get('content-security-policy')).toContain('sandbox');
  });

  test('of somebody else can’t be attached, and the message is not posted', async () => {
    const ben = await team.add('Ben');
    const fileId = await uploaded('hers');
    await expect(attach([fileId], ben)).rejects.toMatchObject({ code: 'not-found' });
    expect((await attach([fileId])).message.files).toHaveLength(1);
  });

  test('is refused when it is too large, empty, or nobody is signed in', async () => {
    const large = await upload(Buffer.alloc(25 * 1024 * 1024 + 1));
    expect([large.status, ProblemView.parse({ message: '', ...(large.body as object) }).code]).toEqual([
      413,
      'too-large',
    ]);
    expect((await upload('')).status).toBe(422);
    expect((await upload('x', { authorization: 'Bearer nobody' })).status).toBe(401);
    expect((await upload('x', { 'x-sidethread-team': (await createDomainTeam(app.ports.db)).teamId })).status).toBe(
      404,
    );
    expect((await upload('x', {}, await team.add('Vera', 'viewer'))).status).toBe(403);
  });

  test('is not read by a link that was changed, made elsewhere, or whose discussion is deleted', async () => {
    const { discussion, message } = await attach([await uploaded('secret')]);
    const url = message.files[0]?.url ?? '';
    const [body = '', signature = ''] = url.split('/').at(-1)?.split('.') ?? [];
    const claim: unknown[] = JSON.parse(Buffer.from(body, 'base64url').toString());
    const later = Buffer.from(JSON.stringify([claim[0], claim[1], Number(claim[2]) + 1])).toString('base64url');
    for (const token of [`${later}.${signature}`, `${body}.AAAA`, body, `${body}.${signature}.x`, 'x.y'])
      expect((await fetch(`${app.url}/files/${token}`)).status).toBe(404);
    expect((await fetch(url)).status).toBe(200);
    await removeDiscussion(app.ports, team.olga, discussion.id);
    expect((await fetch(url)).status).toBe(404);
  });
});

async function hashesOf(ids: readonly string[]): Promise<string[]> {
  const { rows } = await app.ports.db.execute<{ sha256: string }>(
    sql`select sha256 from file where id in ${ids} order by id`,
  );
  return rows.map(({ sha256 }) => sha256);
}

describe('what nobody needs any more', () => {
  test('is removed: files of erased messages and those never attached, but not bytes that others have', async () => {
    const [gone, kept] = [await uploaded('the same bytes'), await uploaded('the same bytes')];
    const lost = await uploaded('never attached');
    const first = await attach([gone, await uploaded('only here')]);
    const second = await attach([kept]);
    const hashes = await hashesOf([...first.message.files, ...second.message.files].map(({ id }) => id).concat(lost));
    await deleteMessage(app.ports, team.olga, { discussionId: first.discussion.id, messageId: first.message.id });
    await app.ports.db.execute(sql`
      update message set deleted_at = now() - interval '11 minutes' where id = ${first.message.id}`);
    await app.ports.db.execute(sql`update file set created_at = now() - interval '8 days' where id = ${lost}`);
    await eraseDeletedMessages(app.ports);
    expect(await hashesOf([gone, lost, kept])).toHaveLength(1);
    const stored = await Promise.all([...new Set(hashes)].map((sha256) => app.ports.files.has(sha256)));
    expect(stored.toSorted()).toEqual([false, false, true]);
    expect((await fetch(second.message.files[0]?.url ?? '')).status).toBe(200);
  });
});

test.each([
  ['../../etc/passwd', 'passwd'],
  ['C:\\temp\\a.txt', 'a.txt'],
  ['a\u202Egpj.exe', 'agpj.exe'],
  ['\u0000\n', 'file'],
  ['.htaccess', 'htaccess'],
  [`${'x'.repeat(400)}.pdf`, `${'x'.repeat(176)}.pdf`],
  ['a:b*c?.doc', 'a_b_c_.doc'],
])('the name %j is kept as %j', (given, kept) => {
  expect(cleanFileName(given)).toBe(kept);
});

test('a type that is not one is none', () => {
  expect(readContentType('text/html; charset=utf-8', Buffer.from('x'))).toBe('text/html');
  expect(readContentType('nonsense\r\nx: y', Buffer.from('x'))).toBe('application/octet-stream');
  expect(readContentType(undefined, png)).toBe('image/png');
  expect(readContentType('application/octet-stream', Buffer.from('%PDF-1.7 ...'))).toBe('application/pdf');
  expect(readContentType('application/pdf', Buffer.from('<script>'))).toBe('application/octet-stream');
});
