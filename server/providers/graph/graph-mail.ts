import { z } from 'zod';
import type { MailState, MailTouch } from '#server/ports/mail-reader.ts';
import type { Folders } from './read-folders.ts';

/** A mail as it is asked for everywhere here; `@removed` in a delta alone. */
export const GraphMail = z.object({
  id: z.string(),
  conversationId: z.string().nullish(),
  receivedDateTime: z.string().nullish(),
  isRead: z.boolean().nullish(),
  isDraft: z.boolean().nullish(),
  parentFolderId: z.string().nullish(),
  categories: z.array(z.string()).nullish(),
  '@removed': z.object({}).optional(),
});
export type GraphMail = z.infer<typeof GraphMail>;

export const mailFields = 'id,conversationId,receivedDateTime,isRead,isDraft,parentFolderId,categories';

/** A mail that was removed from one folder may be in another: how it is now is asked for by its id. */
export function toTouch(mail: GraphMail, folders: Folders): MailTouch {
  const threadId = mail.conversationId ?? null;
  return mail['@removed'] === undefined && mail.parentFolderId
    ? { id: mail.id, threadId, state: toState(mail, folders) }
    : { id: mail.id, threadId };
}

export function toState(mail: GraphMail, { roles }: Folders): MailState {
  const folder = mail.parentFolderId ?? '';
  const role = mail.isDraft === true ? 'draft' : roles.get(folder);
  return {
    threadId: mail.conversationId ?? null,
    labels: [role ?? folder, ...(mail.categories ?? [])],
    isRead: mail.isRead === true,
    receivedAt: mail.receivedDateTime ?? null,
  };
}
