import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import type { gmail_v1 } from '@googleapis/gmail';
import { MailTrouble } from '#server/ports/mail-reader.ts';
import {
  ownIdHeader,
  type MailSender,
  type MailToSend,
  type SearchFor,
  type SentMail,
} from '#server/ports/mail-sender.ts';
import { cleanName, normaliseAddress } from '#shared/email/address.ts';
import { callGmail, type GmailClient } from './gmail-client.ts';

const userId = 'me';

/** Above this a mail goes up as what it is, instead of inside of JSON (36 MB at most, says Google). */
const mostInJson = 1024 * 1024;
/** How many of the newest sent mails are looked through for our own id. */
const lookThrough = 20;
const mostReads = 4;
/** A provider's clock may be behind ours. */
const skewMs = 15 * 60_000;

/** Sends from one Gmail mailbox. Gmail has no way to send a thing once, so a lost answer is looked up. */
export function createGmailSender(client: GmailClient, apiUrl: string): MailSender {
  const { messages } = client.users;
  return {
    prepare: async () => null,
    send: async (mail) => toSent(await callGmail(() => upload(messages, apiUrl, mail)).catch(refuseToSend)),
    listAliases: async () => listSendAs(await callGmail(() => client.users.settings.sendAs.list({ userId }))),
    find: async (search) => (await findById(messages, search)) ?? findByHeader(messages, search),
  };
}

/**
 * https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.settings.sendAs: the account's own address is
 * among them, and others count once they were verified. Reading needs no more than the consent to read mail.
 */
function listSendAs({ sendAs = [] }: gmail_v1.Schema$ListSendAsResponse): { name: string; address: string }[] {
  return sendAs
    .filter(({ isPrimary, verificationStatus }) => isPrimary !== true && verificationStatus === 'accepted')
    .flatMap(({ sendAsEmail, displayName }) => {
      const address = normaliseAddress(sendAsEmail ?? '');
      return address === undefined ? [] : [{ name: cleanName(displayName ?? ''), address }];
    });
}

function upload(messages: gmail_v1.Resource$Users$Messages, apiUrl: string, { raw, threadId }: MailToSend) {
  const thread = threadId === null ? {} : { threadId };
  if (raw.byteLength <= mostInJson)
    return messages.send({ userId, requestBody: { raw: Buffer.from(raw).toString('base64url'), ...thread } });
  // The library takes the address of uploads from the call alone.
  return messages.send(
    { userId, requestBody: thread, media: { mimeType: 'message/rfc822', body: Readable.from(Buffer.from(raw)) } },
    { rootUrl: apiUrl },
  );
}

/** The answers to sending say other things than those to reading. */
function refuseToSend(error: unknown): never {
  if (!(error instanceof MailTrouble) || error.kind !== 'signed-out') throw error;
  throw new MailTrouble(
    'signed-out',
    'Google does not let this mailbox send from here. Allow sending, then try again.',
  );
}

/** https://support.google.com/mail/answer/7190: `rfc822msgid:` finds a mail by its Message-ID. */
async function findById(
  messages: gmail_v1.Resource$Users$Messages,
  { messageId }: SearchFor,
): Promise<SentMail | undefined> {
  const q = `rfc822msgid:${messageId} in:sent`;
  const found = await readAgain(() => callGmail(() => messages.list({ userId, q, maxResults: 1 })));
  const [first] = found.messages ?? [];
  return first === undefined ? undefined : toSent(first);
}

/** Gmail may have given it another Message-ID; our own header stays. */
async function findByHeader(
  messages: gmail_v1.Resource$Users$Messages,
  { outgoingId, since }: SearchFor,
): Promise<SentMail | undefined> {
  const q = `in:sent after:${Math.floor((since.getTime() - skewMs) / 1000)}`;
  const listed = await readAgain(() => callGmail(() => messages.list({ userId, q, maxResults: lookThrough })));
  for (const { id } of listed.messages ?? []) {
    if (!id) continue;
    const message = await readAgain(() => callGmail(() => messages.get({ userId, id, format: 'metadata' }))).catch(
      passGone,
    );
    if (message !== undefined && ownIdOf(message) === outgoingId) return toSent(message);
  }
  return undefined;
}

/** Reads again what Gmail did not answer: a look-up is many reads, and would hardly ever get through all of them. */
async function readAgain<Answer>(read: () => Promise<Answer>): Promise<Answer> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof MailTrouble) || error.kind !== 'unreachable' || tries === mostReads) throw error;
      await wait(tries * 100);
    }
  }
}

/** Deleted between the list and this: not the one that is looked for. */
function passGone(error: unknown): undefined {
  if (error instanceof MailTrouble && error.kind === 'missing') return undefined;
  throw error;
}

function ownIdOf({ payload }: gmail_v1.Schema$Message): string | null {
  const header = payload?.headers?.find(({ name }) => name?.toLowerCase() === ownIdHeader.toLowerCase());
  return header?.value ?? null;
}

function toSent({ id, threadId }: gmail_v1.Schema$Message): SentMail {
  if (!id) throw new MailTrouble('unreachable', 'Gmail did not say under which id it was sent.');
  return { providerId: id, threadId: threadId ?? null };
}
