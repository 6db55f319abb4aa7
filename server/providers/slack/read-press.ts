import { z } from 'zod';
import type { ChatPress } from '#server/ports/chat-intake.ts';

/** What our buttons' names begin with. */
export const ours = 'sidethread:';

const Choice = z.object({ selected_option: z.object({ value: z.string().max(200) }) });
const Pressed = z.object({
  action_id: z.string().startsWith(ours).max(255),
  block_id: z.string().max(255),
});
const Press = z.object({
  type: z.literal('block_actions'),
  team: z.object({ id: z.string() }),
  user: z.object({ id: z.string().max(40), team_id: z.string() }),
  api_app_id: z.string(),
  trigger_id: z.string().max(200),
  container: z.object({ type: z.literal('message'), channel_id: z.string().max(40) }),
  actions: z.array(z.unknown()).min(1),
});

/** docs.slack.dev/reference/interaction-payloads/block_actions-payload. The block's name says what it is about. */
export function readPress(body: unknown): ChatPress | null {
  const read = Press.safeParse(body);
  if (!read.success) return null;
  const { team, user, api_app_id: appId, trigger_id: triggerId, container, actions } = read.data;
  const pressed = Pressed.safeParse(actions[0]);
  if (!pressed.success) return null;
  const subjectId = z.uuid().safeParse(pressed.data.block_id);
  if (!subjectId.success) return null;
  return {
    externalTeamId: team.id,
    appId,
    chatUserId: user.id,
    userTeamId: user.team_id,
    triggerId,
    channelId: container.channel_id,
    action: pressed.data.action_id.slice(ours.length),
    subjectId: subjectId.data,
    choice: Choice.safeParse(actions[0]).data?.selected_option.value ?? null,
  };
}

/** The request's body is a form with one field that holds JSON. */
export function unwrap(rawBody: string): unknown {
  const payload = new URLSearchParams(rawBody).get('payload');
  try {
    return payload === null ? undefined : JSON.parse(payload);
  } catch {
    return undefined;
  }
}
