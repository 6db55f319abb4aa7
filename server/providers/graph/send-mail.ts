import { z } from 'zod';
import { MailTrouble } from '#server/ports/mail-reader.ts';
import type { MailSender, SentMail } from '#server/ports/mail-sender.ts';
import type { GraphClient } from './graph-client.ts';

const Message = z.object({ id: z.string(), isDraft: z.boolean().nullish(), conversationId: z.string().nullish() });
const Page = z.object({ value: z.array(Message) });

const fields = 'id,isDraft,conversationId';

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
    prepare: async ({ messageId, raw }) => {
      const [known] = await listById(messageId);
      if (known !== undefined) return known.id;
      const created = await asSending(client.postText(`${client.root}/messages`, Buffer.from(raw).toString('base64')));
      return Message.parse(created).id;
    },
    send: async (_mail, preparedId) => {
      if (preparedId === null) throw new MailTrouble('refused', 'Microsoft gave no draft to send.');
      await asSending(client.post(`${client.root}/messages/${encodeURIComponent(preparedId)}/send`, {}));
      return { providerId: preparedId, threadId: null };
    },
    find: async ({ preparedId, messageId }) => {
      const known = preparedId === null ? undefined : await findMessage(client, preparedId);
      const found = known === undefined ? await listById(messageId) : [known];
      return found.filter(({ isDraft }) => isDraft !== true).map(toSent)[0];
    },
  };
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
