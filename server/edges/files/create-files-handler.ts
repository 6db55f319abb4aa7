import { Hono, type Context as HonoContext } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { findDownload, maxFileBytes, storeFile, type Download } from '#server/domain/attachments/index.ts';
import { createId } from '#server/kernel/ids.ts';
import { Problem, toProblemResponse } from '#server/kernel/problem.ts';
import type { Ports } from '#server/ports/ports.ts';
import { allowExtensions } from '../auth/allow-extensions.ts';
import { createRequestContext } from '../trpc/context.ts';

const tooLarge = `A file can have ${maxFileBytes / 1024 / 1024} MB; this one has more and was not attached.`;

/** `POST /files` stores a file for the signed-in person to attach; `GET /files/<token>` gives one by a signed link. */
export function createFilesHandler(ports: Ports): Hono {
  const app = new Hono();
  app.use('/files', allowExtensions(ports.config));
  app.post('/files', bodyLimit({ maxSize: maxFileBytes, onError: refuse }), (c) => upload(ports, c));
  app.get('/files/:token', async (c) => {
    const isSaving = c.req.query('save') !== undefined;
    return toResponse(await findDownload(ports, c.req.param('token')), isSaving);
  });
  return app;
}

/** The raw bytes are the body; `x-file-name` is the name, percent-encoded. */
async function upload(ports: Ports, c: HonoContext): Promise<Response> {
  const { signedIn, team } = await createRequestContext(ports, c.req.raw.headers, createId());
  if (signedIn === undefined)
    throw new Problem('not-signed-in', 'You are signed out. Sign in again from the Sidethread popup.');
  if (team === undefined) throw new Problem('not-found', 'This team does not exist, or you are not in it.');
  const body = c.req.raw.body;
  if (body === null) throw new Problem('invalid-input', 'The file is empty; nothing was attached.');
  const stored = await storeFile(ports, team, {
    name: decodeName(c.req.header('x-file-name') ?? ''),
    contentType: c.req.header('content-type'),
    bytes: Readable.fromWeb(body as ReadableStream),
  });
  return c.json(stored);
}

function decodeName(header: string): string {
  try {
    return decodeURIComponent(header);
  } catch {
    return header;
  }
}

function refuse(): Response {
  return toProblemResponse(new Problem('too-large', tooLarge));
}

/**
 * Pictures and PDF may be shown, all else is only saved. Nothing of it can run, whatever it is: no sniffing, no
 * scripts, an origin of its own. PDF has no sandbox, in which browsers refuse to open their viewer; that is not ours.
 */
function toResponse(download: Download, isSaving: boolean): Response {
  const isPdf = download.contentType === 'application/pdf';
  const headers = {
    'content-type': download.contentType.startsWith('text/') ? 'application/octet-stream' : download.contentType,
    'content-length': String(download.size),
    'content-disposition': disposition(download.name, isSaving || !(download.isPicture || isPdf)),
    'content-security-policy': isPdf ? pdfPolicy : "sandbox; default-src 'none'",
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, max-age=3600, immutable',
    'referrer-policy': 'no-referrer',
  };
  return new Response(Readable.toWeb(download.bytes) as globalThis.ReadableStream, { headers });
}

/** The viewer's own style sheet, and nothing from anywhere. */
const pdfPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** RFC 6266: an ASCII name for the old, the real one in UTF-8 for everybody else. */
function disposition(name: string, isSaving: boolean): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  return `${isSaving ? 'attachment' : 'inline'}; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
