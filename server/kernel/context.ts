import type { Role } from '#shared/contract/person.ts';
import type { TeamId, UserId } from '#shared/contract/ids.ts';

/** Who asks, in which team. Every verb takes it first, so that no query can forget the team. */
export interface Context {
  readonly teamId: TeamId;
  readonly userId: UserId;
  readonly userName: string;
  readonly role: Role;
  /** The signed-in device (session id), for presence and the device list. */
  readonly deviceId: string;
  readonly requestId: string;
}

/** A signed-in person, before a team is chosen. */
export interface SignedIn {
  readonly userId: UserId;
  readonly userName: string;
  readonly email: string;
  readonly deviceId: string;
  readonly expiresAt: Date;
}
