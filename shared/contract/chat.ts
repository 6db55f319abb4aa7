import { z } from 'zod';
import { InstallationId, UserId } from './ids.ts';

export const ChatChannel = z.object({
  id: z.string(),
  name: z.string(),
  isPrivate: z.boolean(),
  /** Null when usable; else a sentence that says what to do (invite the bot, unarchive, outsiders). */
  problem: z.string().nullable(),
});
export type ChatChannel = z.infer<typeof ChatChannel>;

export const ChatStatus = z.object({
  /** False when the server has no Slack app configured. */
  available: z.boolean(),
  installation: z
    .object({
      id: InstallationId,
      workspaceName: z.string(),
      state: z.enum(['active', 'ended']),
      /** Why it ended, as a sentence. */
      reason: z.string().nullable(),
      installedBy: z.string(),
      installedAt: z.iso.datetime(),
      incoming: z.enum(['events', 'socket']),
      /** Whether customers' mail shows in the threads of discussions. */
      showsMail: z.boolean().default(true),
    })
    .nullable(),
  defaultChannel: ChatChannel.nullable(),
  /** The signed-in person's own link, for what a bot can't do. */
  me: z.object({ linked: z.boolean(), chatName: z.string().nullable() }),
});
export type ChatStatus = z.infer<typeof ChatStatus>;

export const ChatPerson = z.object({
  chatUserId: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  teammateId: UserId.nullable(),
  isGuest: z.boolean(),
});
export type ChatPerson = z.infer<typeof ChatPerson>;
