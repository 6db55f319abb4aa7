import { and, eq } from 'drizzle-orm';
import type { UserId } from '#shared/contract/ids.ts';
import { chatInstallation, chatPersonToken } from '#server/db/schema/index.ts';
import type { Database } from '#server/db/client.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { ChatReplyForm } from '#server/ports/chat.ts';
import type { ChatPorts } from '#server/ports/chat-ports.ts';
import { botAccess, readInstallation, type Installation } from './installation.ts';

/** The teammate who linked this person of the chat to themselves by signing in to both. */
export async function findLinkedUser(
  db: Database,
  at: { readonly teamId: string; readonly installationId: string },
  chatUserId: string,
): Promise<UserId | undefined> {
  const [row] = await db
    .select({ userId: chatPersonToken.userId })
    .from(chatPersonToken)
    .where(
      and(
        eq(chatPersonToken.teamId, at.teamId),
        eq(chatPersonToken.installationId, at.installationId),
        eq(chatPersonToken.chatUserId, chatUserId),
      ),
    );
  return row?.userId as UserId | undefined;
}

/** The team's workspace that the chat tells of, while it is connected. */
export async function findWorkspace(
  db: Database,
  at: { readonly teamId: string; readonly externalTeamId: string; readonly appId: string },
): Promise<Installation | undefined> {
  const [row] = await db
    .select()
    .from(chatInstallation)
    .where(
      and(
        eq(chatInstallation.teamId, at.teamId),
        eq(chatInstallation.externalTeamId, at.externalTeamId),
        eq(chatInstallation.appId, at.appId),
        eq(chatInstallation.state, 'active'),
      ),
    );
  return row;
}

/**
 * Opens the form for answering a customer, for whoever pressed a button a moment ago.
 * @throws Problem 'unavailable' when the chat did not open it.
 */
export async function openReplyForm(
  ports: ChatPorts,
  at: { readonly teamId: string; readonly installationId: string },
  triggerId: string,
  form: ChatReplyForm,
): Promise<void> {
  const installation = await readInstallation(ports.db, at.teamId, at.installationId);
  if (installation === undefined) return;
  const opened = await ports.chat.openReply(botAccess(ports, installation), triggerId, form);
  // Without an answer it may well be open.
  if (opened.outcome === 'done' || opened.outcome === 'uncertain') return;
  throw new Problem('unavailable', 'Slack did not open the form, since it took too long. Press the button again.');
}

/** Says something in a thread that one person alone sees, where they are. What fails is not tried again. */
export async function tellOnly(
  ports: ChatPorts,
  installation: Installation,
  to: { readonly channelId: string; readonly threadTs: string; readonly chatUserId: string },
  body: string,
): Promise<void> {
  const told = await ports.chat.tellOnly(botAccess(ports, installation), to, body);
  if (told.outcome !== 'done') ports.logger.warn({ outcome: told.outcome }, 'a person in the chat was not told');
}
