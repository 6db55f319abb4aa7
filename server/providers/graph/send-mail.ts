import { z } from 'zod';
import { MailTrouble } from '#server/ports/mail-reader.ts';
import type { MailSender, SentFile, SentMail } from '#server/ports/mail-sender.ts';
import type { GraphClient } from './graph-client.ts';

const Message = z.object({ id: z.string(), isDraft: z.boolean().nullish(), conversationId: z.string().nullish() });
const Page = z.object({ value: z.array(Message) });

const Session = z.object({ uploadUrl: z.url() });

const fields = 'id,isDraft,conversationId';
/** Of MIME, before base64 makes 4 MB of it, which is the most that Graph takes in a request. */
const mostInOneRequest = 2.5 * 1024 * 1024;
/** From here on a file goes up by a session of its own. */
const largeFile = 3 * 1024 * 1024;
/** A whole number of 320 KiB, 4 MB at most: https://learn.microsoft.com/en-us/graph/outlook-large-attachments */
const pieceBytes = 10 * 320 * 1024;

/**
 * Sends from one mailbox of Microsoft 365: a draft with an id that stays the same when it is sent, then its sending.
 * A draft can be sent once only, so even a repeat that comes too early makes no second mail.
 * https://learn.microsoft.com/en-us/graph/outlook-send-mime-message, …/outlook-immutable-id
 */
export function createGraphSender(client: GraphClient): MailSender {
  const listById = async (messageId: string) => {
    const filter = encodeURIComponent(`internetMessageId eq '<${messageId.replaceAll("'", "''")}>'`);
    return Page.parse(await client.get(`${client.root}/messages?$filter=${filter}&$top=5&$select=${fields}`)).value;
  };
  return {
    prepare: async ({ messageId, raw, withoutFiles, files }) => {
      const [known] = await listById(messageId);
      const isWhole = raw.byteLength <= mostInOneRequest;
      if (known !== undefined && (isWhole || known.isDraft !== true)) return known.id;
      // Files may be missing from one whose laying down was cut off.
      if (known !== undefined) await client.delete(`${client.root}/messages/${encodeURIComponent(known.id)}`);
      const source = Buffer.from(isWhole ? raw : withoutFiles).toString('base64');
      const { id } = Message.parse(await asSending(client.postText(`${client.root}/messages`, source)));
      if (!isWhole) for (const file of files) await attach(client, id, file);
      return id;
    },
    // Graph sends a mailbox's mail under its own address: proxy addresses are listed, and not sent from.
    listAliases: async () => [],
    send: async (_mail, preparedId) => {
      if (preparedId === null) throw new MailTrouble('refused', 'Microsoft gave no draft to send.');
      await asSending(client.post(`${client.root}/messages/${encodeURIComponent(preparedId)}/send`, {}));
      return { providerId: preparedId, threadId: null };
    },
    discard: async (preparedId) => {
      // The same id names the mail once it went out, and that is never taken away.
      const known = await findMessage(client, preparedId);
      if (known?.isDraft === true) await client.delete(`${client.root}/messages/${encodeURIComponent(preparedId)}`);
    },
    find: async ({ preparedId, messageId }) => {
      const known = preparedId === null ? undefined : await findMessage(client, preparedId);
      const found = known === undefined ? await listById(messageId) : [known];
      return found.filter(({ isDraft }) => isDraft !== true).map(toSent)[0];
    },
  };
}

async function attach(client: GraphClient, id: string, { name, contentType, bytes }: SentFile): Promise<void> {
  const path = `${client.root}/messages/${encodeURIComponent(id)}/attachments`;
  if (bytes.byteLength < largeFile) {
    const contentBytes = Buffer.from(bytes).toString('base64');
    await client.post(path, { '@odata.type': '#microsoft.graph.fileAttachment', name, contentType, contentBytes });
    return;
  }
  const AttachmentItem = { attachmentType: 'file', name, contentType, size: bytes.byteLength };
  const { uploadUrl } = Session.parse(await client.post(`${path}/createUploadSession`, { AttachmentItem }));
  for (let start = 0; start < bytes.byteLength; start += pieceBytes)
    await client.putPiece(uploadUrl, bytes, start, Math.min(start + pieceBytes, bytes.byteLength));
}

async function findMessage(client: GraphClient, id: string): Promise<z.infer<typeof Message> | undefined> {
  try {
    return Message.parse(await client.get(`${client.root}/messages/${encodeURIComponent(id)}?$select=${fields}`));
  } catch (error) {
    if (error instanceof MailTrouble && error.kind === 'missing') return undefined;
    throw error;
  }
}

/** The answers to sending say other things than those to reading. */
function asSending<Answer>(asked: Promise<Answer>): Promise<Answer> {
  return asked.catch((error: unknown) => {
    if (!(error instanceof MailTrouble) || error.kind !== 'signed-out') throw error;
    throw new MailTrouble(
      'signed-out',
      'Microsoft does not let this mailbox send from here. Allow sending, then try again.',
    );
  });
}

function toSent({ id, conversationId }: z.infer<typeof Message>): SentMail {
  return { providerId: id, threadId: conversationId ?? null };
}
