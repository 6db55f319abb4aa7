import { z } from 'zod';
import { GuestId, TeamId, UserId } from './ids.ts';
import { maxPictureBytes } from './limits.ts';

export const Role = z.enum(['owner', 'admin', 'member', 'viewer']);
export type Role = z.infer<typeof Role>;

/** A teammate as others see them. `pictureUrl` is an https or data URL, or null for initials. */
export const Teammate = z.object({
  kind: z.literal('teammate'),
  id: UserId,
  name: z.string(),
  email: z.string(),
  pictureUrl: z.string().nullable(),
  role: Role,
});
export type Teammate = z.infer<typeof Teammate>;

/** Somebody who writes in the chat and is no teammate here: shown as a guest. */
export const ChatGuest = z.object({
  kind: z.literal('guest'),
  id: GuestId,
  name: z.string(),
  pictureUrl: z.string().nullable(),
});
export type ChatGuest = z.infer<typeof ChatGuest>;

export const Author = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('teammate'), id: UserId, name: z.string(), pictureUrl: z.string().nullable() }),
  ChatGuest,
]);
export type Author = z.infer<typeof Author>;

/** One of the signed-in person's teams. `hashKey` (base64, 32 bytes) keys the hashes sent on opening a mail. */
export const TeamMembership = z.object({
  teamId: TeamId,
  name: z.string(),
  role: Role,
  hashKey: z.string(),
  presenceEnabled: z.boolean(),
});
export type TeamMembership = z.infer<typeof TeamMembership>;

export const SessionView = z.object({
  user: z.object({ id: UserId, name: z.string(), email: z.string(), pictureUrl: z.string().nullable() }),
  teams: z.array(TeamMembership),
  serverTime: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
});
export type SessionView = z.infer<typeof SessionView>;

/** A signed-in browser or extension. */
export const Device = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['extension', 'browser']),
  current: z.boolean(),
  createdAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
});
export type Device = z.infer<typeof Device>;

export const Invitation = z.object({
  id: z.string(),
  email: z.string(),
  role: Role,
  invitedBy: z.string(),
  expiresAt: z.iso.datetime(),
  link: z.string().nullable(),
});
export type Invitation = z.infer<typeof Invitation>;

/** The picture that a person chose for themselves: a PNG, JPEG or WebP file in base64, or null for none. */
export const SetPicture = z.object({
  base64: z
    .base64()
    .max(Math.ceil(maxPictureBytes / 3) * 4, 'A picture may have at most 256 KB.')
    .nullable(),
});
export type SetPicture = z.infer<typeof SetPicture>;
