import { findLinkedUser, findWorkspace } from '../chat/index.ts';
import { findMember } from '../teams/index.ts';
import type { Context } from '#server/kernel/context.ts';
import { createId } from '#server/kernel/ids.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { ChatPorts } from '#server/ports/chat-ports.ts';

/** Who did something in the chat. */
export interface Presser {
  readonly teamId: string;
  readonly externalTeamId: string;
  readonly appId: string;
  /** The workspace that they are of. */
  readonly userTeamId: string;
  readonly chatUserId: string;
}

/**
 * Who it is, with their rights here now. In the chat alone one can't sign in: once, they link the two accounts.
 * @throws Problem 'not-allowed' for whoever did not, or is not in the team any more.
 */
export async function findPresser(ports: ChatPorts, presser: Presser): Promise<Context> {
  const { teamId, chatUserId, userTeamId, externalTeamId } = presser;
  const workspace = userTeamId === externalTeamId ? await findWorkspace(ports.db, presser) : undefined;
  const at = { teamId, installationId: workspace?.id ?? '' };
  const userId = workspace === undefined ? undefined : await findLinkedUser(ports.db, at, chatUserId);
  const member = userId === undefined ? undefined : await findMember(ports, userId, teamId);
  if (member !== undefined) return { ...member, deviceId: createId(), requestId: createId() };
  const link = `${ports.config.publicUrl}/account/slack?team=${teamId}`;
  throw new Problem(
    'not-allowed',
    `Nothing was done: Sidethread has to know who you are. [Link your Slack account](${link}) once, then press again.`,
  );
}
