import { randomBytes } from 'node:crypto';
import type { Context } from 'hono';
import { z } from 'zod';
import type { GraphMailbox } from './mailbox.ts';
import { GraphRefusal } from './refusal.ts';
import type { GraphStandIn } from './stand-in.ts';

const NewFile = z.object({
  '@odata.type': z.literal('#microsoft.graph.fileAttachment'),
  name: z.string().min(1),
  contentType: z.string(),
  contentBytes: z.base64(),
});
const NewSession = z.object({
  AttachmentItem: z.object({
    attachmentType: z.literal('file'),
    name: z.string().min(1),
    contentType: z.string(),
    size: z.int().min(3 * 1024 * 1024),
  }),
});

/** `POST /me/messages/{id}/attachments`, for what is under 3 MB. */
export function attachFile(mailbox: GraphMailbox, messageId: string, body: unknown): object {
  const { name, contentType, contentBytes } = read(NewFile, body);
  const bytes = Buffer.from(contentBytes, 'base64');
  if (bytes.length >= 3 * 1024 * 1024) throw new GraphRefusal(413, 'RequestBodyTooLarge');
  getDraft(mailbox, messageId);
  mailbox.attach(messageId, { name, contentType, bytes });
  return { name, contentType, size: bytes.length };
}

/** `POST /me/messages/{id}/attachments/createUploadSession`, for what has 3 MB and more. */
export function beginUpload(standIn: GraphStandIn, mailbox: GraphMailbox, messageId: string, body: unknown): object {
  const { AttachmentItem: file } = read(NewSession, body);
  getDraft(mailbox, messageId);
  const token = randomBytes(12).toString('hex');
  standIn.uploads.set(token, { mailbox, messageId, file, pieces: [] });
  return { uploadUrl: `${standIn.url}/uploads/${token}`, nextExpectedRanges: ['0-'] };
}

/** `PUT` of a piece: in order, 320 KiB or a multiple of it but for the last, 4 MB at most, and without our token. */
export async function takePiece(standIn: GraphStandIn, c: Context): Promise<Response> {
  const token = c.req.param('token') ?? '';
  const upload = standIn.uploads.get(token);
  if (upload === undefined || c.req.header('authorization') !== undefined) return c.json({ error: {} }, 401);
  const [, start, end, size] = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(c.req.header('content-range') ?? '') ?? [];
  const piece = Buffer.from(await c.req.arrayBuffer());
  const at = upload.pieces.reduce((sum, { length }) => sum + length, 0);
  const isLast = at + piece.length === upload.file.size;
  const isMeant = Number(start) === at && Number(end) === at + piece.length - 1 && Number(size) === upload.file.size;
  const isFit = piece.length <= 4 * 1024 * 1024 && (isLast || piece.length % (320 * 1024) === 0);
  if (!isMeant || !isFit) return c.json({ error: { code: 'invalidRange' } }, 416);
  upload.pieces.push(piece);
  if (!isLast) return c.json({ nextExpectedRanges: [`${at + piece.length}-`] });
  standIn.uploads.delete(token);
  upload.mailbox.attach(upload.messageId, { ...upload.file, bytes: Buffer.concat(upload.pieces) });
  return c.body(null, 201);
}

function getDraft(mailbox: GraphMailbox, id: string): void {
  if (mailbox.messages.get(id)?.isDraft !== true) throw new GraphRefusal(404, 'ErrorItemNotFound');
}

function read<Shape>(schema: z.ZodType<Shape>, body: unknown): Shape {
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw new GraphRefusal(400, 'invalidRequest');
  return parsed.data;
}
