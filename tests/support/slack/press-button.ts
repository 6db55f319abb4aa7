import type { Interacted } from './interactivity.ts';
import type { SlackState } from './state.ts';
import type { Workspace } from './workspace.ts';

/** What somebody presses. */
export interface Pressing {
  channel: string;
  ts: string;
  user: string;
  /** The button's words, or the menu's. */
  label: string;
  /** The words of what is chosen from a menu. */
  choice?: string;
  /** How often Slack tells of this one press. */
  times?: number;
  /** How long ago it was pressed: after three seconds its trigger opens nothing any more. */
  ageMs?: number;
}

type Json = Record<string, unknown>;

/** Presses a button that stands in a message, as its author could: what does not stand there can't be pressed. */
export async function pressButton(state: SlackState, pressing: Pressing): Promise<Interacted> {
  const { workspace, channelId, message } = findMessage(state, pressing);
  const userId = workspace.getUser(pressing.user).id;
  const { block, element } = findElement(message.blocks ?? [], pressing.label);
  const action = {
    type: element['type'],
    action_id: element['action_id'],
    block_id: block['block_id'] ?? 'made-by-slack',
    action_ts: workspace.nextTs(),
    ...(element['value'] === undefined ? {} : { value: element['value'] }),
    ...(pressing.choice === undefined ? {} : { selected_option: findOption(element, pressing.choice) }),
  };
  const threadTs = message.thread_ts;
  const payload = {
    type: 'block_actions',
    ...state.interactivity.whose(workspace, userId),
    trigger_id: state.interactivity.createTrigger(userId, pressing.ageMs),
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: channelId,
      is_ephemeral: false,
      ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
    },
    channel: { id: channelId, name: 'privategroup' },
    message,
    response_url: `${state.url}/unused`,
    actions: [action],
  };
  const answers: Interacted[] = [];
  for (let told = 0; told < (pressing.times ?? 1); told += 1) answers.push(await state.interactivity.tell(payload));
  return answers.at(-1);
}

function findMessage(state: SlackState, { channel: reference, ts, user }: Pressing) {
  for (const workspace of state.workspaces.values()) {
    const channel = workspace.findChannel(reference) ?? workspace.channels.get(reference);
    const post = channel?.byTs.get(ts);
    if (channel === undefined || post === undefined) continue;
    if (!channel.members.has(workspace.getUser(user).id)) throw new Error(`${user} is not in ${channel.name}`);
    return { workspace, channelId: channel.id, message: post.message } satisfies { workspace: Workspace } & Json;
  }
  throw new Error(`There is no message ${ts}`);
}

function findElement(blocks: readonly unknown[], label: string): { block: Json; element: Json } {
  for (const block of blocks as Json[])
    for (const element of (block['type'] === 'actions' ? block['elements'] : []) as Json[])
      if (wordsOf(element['text'] ?? element['placeholder']) === label) return { block, element };
  throw new Error(`There is no button “${label}” in the message`);
}

function findOption(element: Json, choice: string): unknown {
  const found = (element['options'] as Json[]).find((option) => wordsOf(option['text']) === choice);
  if (found === undefined) throw new Error(`“${choice}” is not in the menu`);
  return found;
}

function wordsOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'text' in value ? value.text : undefined;
}
