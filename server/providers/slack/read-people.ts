import { z } from 'zod';
import type { Chat, ChatAccess, ChatOutcome, ChatPersonRecord } from '#server/ports/chat.ts';
import { done } from './outcome.ts';
import { type SlackClient } from './slack-client.ts';

export const SlackUser = z.object({
  id: z.string(),
  team_id: z.string().nullish(),
  name: z.string().nullish(),
  deleted: z.boolean().nullish(),
  is_bot: z.boolean().nullish(),
  is_restricted: z.boolean().nullish(),
  is_ultra_restricted: z.boolean().nullish(),
  is_stranger: z.boolean().nullish(),
  is_email_confirmed: z.boolean().nullish(),
  profile: z
    .object({
      real_name: z.string().nullish(),
      display_name: z.string().nullish(),
      email: z.string().nullish(),
      image_72: z.string().nullish(),
    })
    .nullish(),
});
export type SlackUser = z.infer<typeof SlackUser>;

/** A guest, somebody of another workspace, a bot, or an account that was closed. */
export function isOutsider(user: SlackUser, externalTeamId: string): boolean {
  return (
    user.team_id !== externalTeamId ||
    user.is_stranger === true ||
    user.is_restricted === true ||
    user.is_ultra_restricted === true ||
    user.is_bot === true ||
    user.deleted === true
  );
}

/** Reads who people are. An e-mail counts only when Slack confirmed it and its owner is a full member. */
export function createPeople(client: SlackClient): Pick<Chat, 'readPerson' | 'findPersonByEmail'> {
  return {
    readPerson: async (access, chatUserId) => {
      const read = await client.call(access.token, (web) => web.users.info({ user: chatUserId }));
      return read.outcome === 'done' ? toRecord(read.value.user, access) : read;
    },
    findPersonByEmail: async (access, email) => {
      const read = await client.call(access.token, (web) => web.users.lookupByEmail({ email }));
      if (read.outcome === 'refused' && read.providerError === 'users_not_found') return done(null);
      return read.outcome === 'done' ? toRecord(read.value.user, access) : read;
    },
  };
}

function toRecord(found: unknown, access: ChatAccess): ChatOutcome<ChatPersonRecord> {
  const read = SlackUser.safeParse(found);
  if (!read.success) return { outcome: 'uncertain', reason: 'Slack’s answer was not clear.' };
  const user = read.data;
  const outside = isOutsider(user, access.externalTeamId);
  const isProven = !outside && user.is_email_confirmed === true;
  const picture = user.profile?.image_72 ?? null;
  return done({
    chatUserId: user.id,
    name:
      [user.profile?.display_name, user.profile?.real_name, user.name].find((name) => name != null && name !== '') ??
      user.id,
    confirmedEmail: isProven ? (user.profile?.email?.toLowerCase() ?? null) : null,
    pictureUrl: picture !== null && /^(https:|data:image\/)/.test(picture) ? picture : null,
    isOutsider: outside,
  });
}
