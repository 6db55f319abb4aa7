import type { ModalView } from '@slack/web-api';
import { z } from 'zod';
import type { Chat, ChatReplyForm } from '#server/ports/chat.ts';
import type { ChatReply, ChatReplyAnswer } from '#server/ports/chat-intake.ts';
import { plain } from './post-news.ts';
import { ours } from './read-press.ts';
import { mapDone, type SlackClient } from './slack-client.ts';

/** The most that Slack lets anybody write in a field. */
const longestText = 3_000;
const mostInOption = 75;
const mostInSection = 2_900;

/** The form in which a customer is answered. What came from outside stands in it as plain text. */
export function createReplyForm(client: SlackClient): Pick<Chat, 'openReply'> {
  return {
    openReply: async (access, triggerId, form) => {
      const opened = await client.call(access.token, (web) =>
        web.views.open({ trigger_id: triggerId, view: viewOf(form) }),
      );
      return mapDone(opened, () => null);
    },
  };
}

function viewOf(form: ChatReplyForm): ModalView {
  const { kinds, mailboxes } = form;
  return {
    type: 'modal',
    callback_id: `${ours}reply`,
    private_metadata: form.state,
    title: plain('Reply to customer'),
    submit: plain('Send to customer'),
    close: plain('Cancel'),
    blocks: [
      ...form.cautions.map((caution) => ({ type: 'section' as const, text: plain(`⚠️ ${caution}`) })),
      {
        type: 'section',
        text: plain(cut(`This e-mail leaves the team.\n${kinds.map(({ recipients }) => recipients).join('\n')}`)),
      },
      ...(kinds.length > 1 ? [menu('kind', 'Who gets it', kinds, form.kind)] : []),
      menu('mailbox', 'Sent from', mailboxes, form.mailbox),
      { type: 'context', elements: [plain(cut(`Subject: ${form.subject}`))] },
      {
        type: 'input',
        block_id: 'text',
        label: plain('Text'),
        hint: plain('Plain text. Your signature and the customer’s mail follow below.'),
        element: {
          type: 'plain_text_input',
          action_id: 'text',
          multiline: true,
          max_length: longestText,
          ...(form.text !== '' && { initial_value: form.text }),
        },
      },
    ],
  };
}

function menu(name: string, label: string, choices: readonly { value: string; label: string }[], chosen: string) {
  const options = choices.map((choice) => ({ value: choice.value, text: plain(choice.label.slice(0, mostInOption)) }));
  const initial = options.find(({ value }) => value === chosen) ?? options[0];
  return {
    type: 'input' as const,
    block_id: name,
    label: plain(label),
    element: {
      type: 'static_select' as const,
      action_id: name,
      options,
      ...(initial !== undefined && { initial_option: initial }),
    },
  };
}

function cut(text: string): string {
  return text.length <= mostInSection ? text : `${text.slice(0, mostInSection).toWellFormed()}…`;
}

const Chosen = (name: string) =>
  z.object({ [name]: z.object({ selected_option: z.object({ value: z.string().max(200) }) }) });
const Submission = z.object({
  type: z.literal('view_submission'),
  team: z.object({ id: z.string() }),
  user: z.object({ id: z.string().max(40), team_id: z.string() }),
  api_app_id: z.string(),
  view: z.object({
    callback_id: z.literal(`${ours}reply`),
    private_metadata: z.string(),
    state: z.object({
      values: z.object({
        kind: Chosen('kind').optional(),
        mailbox: Chosen('mailbox'),
        text: z.object({ text: z.object({ value: z.string().nullable() }) }),
      }),
    }),
  }),
});

/** docs.slack.dev/reference/interaction-payloads/view-interactions-payload */
export function readReply(body: unknown): ChatReply | null {
  const read = Submission.safeParse(body);
  if (!read.success) return null;
  const { team, user, api_app_id: appId, view } = read.data;
  const { kind, mailbox, text } = view.state.values;
  return {
    externalTeamId: team.id,
    appId,
    chatUserId: user.id,
    userTeamId: user.team_id,
    state: view.private_metadata,
    kind: kind?.['kind']?.selected_option.value ?? 'reply',
    mailbox: mailbox['mailbox']?.selected_option.value ?? '',
    text: text.text.value ?? '',
  };
}

/** docs.slack.dev/surfaces/modals: what the answer to a submission may say. */
export function answerReply(answer: ChatReplyAnswer): Record<string, unknown> {
  if (answer.next === 'close') return { response_action: 'clear' };
  if (answer.next === 'wrong') return { response_action: 'errors', errors: { text: answer.why } };
  return { response_action: 'update', view: viewOf(answer.form) };
}
