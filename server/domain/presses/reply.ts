import { EmailId, type OutgoingMailId } from '#shared/contract/ids.ts';
import { mentionsFile } from '#shared/email/mentions-file.ts';
import { openReplyForm } from '../chat/index.ts';
import { prepareAnswer, sendFromChat } from '../outgoing-mail/index.ts';
import type { Context } from '#server/kernel/context.ts';
import { createId } from '#server/kernel/ids.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { ChatReply, ChatReplyAnswer } from '#server/ports/chat-intake.ts';
import type { ChatPorts } from '#server/ports/chat-ports.ts';
import { findPresser } from './find-presser.ts';
import type { Press } from './press.ts';
import { composeForm, findCautions, formKinds, FormState, type Caution } from './reply-form.ts';

/**
 * Opens the form in which whoever pressed the button answers the customer.
 * @throws Problem with a sentence where they can't.
 */
export async function openReply(ports: ChatPorts, ctx: Context, press: Press): Promise<void> {
  requirePermission(ctx, 'outgoing-mail.write');
  const { correspondence_id: correspondenceId, link_id: linkId } = press;
  if (correspondenceId === null) throw new Problem('not-found', 'This e-mail is not shared with the team any more.');
  const emailId = EmailId.parse(press.subject_id);
  const outgoingId = createId<OutgoingMailId>();
  const state = { teamId: ctx.teamId, linkId, correspondenceId, emailId, outgoingId, told: [] };
  const cautions = await findCautions(ports, ctx, state);
  const form = await composeForm(ports, ctx, state, { cautions, text: '' });
  await openReplyForm(ports, { teamId: ctx.teamId, installationId: press.installation_id }, press.trigger_id, form);
}

/**
 * Sends what somebody wrote in the form, as the sidebar would, once however often it is told. What they should know
 * first is shown in the form, which they then send in again.
 */
export async function receiveReply(ports: ChatPorts, reply: ChatReply): Promise<ChatReplyAnswer> {
  try {
    return await send(ports, reply);
  } catch (error) {
    if (error instanceof Problem) return { next: 'wrong', why: error.message };
    throw error;
  }
}

async function send(ports: ChatPorts, reply: ChatReply): Promise<ChatReplyAnswer> {
  const state = readState(reply.state);
  const ctx = await findPresser(ports, { ...reply, ...state });
  requirePermission(ctx, 'outgoing-mail.write');
  const cautions = [...(await findCautions(ports, ctx, state)), ...missingFile(reply.text)];
  if (cautions.some(({ key }) => !state.told.includes(key)))
    return { next: 'stay', form: await composeForm(ports, ctx, state, { ...reply, cautions }) };
  const kind = formKinds.find((each) => each === reply.kind) ?? 'reply';
  const { to, cc, subject, mailboxes } = await prepareAnswer(ports, ctx, {
    kind,
    emailId: state.emailId,
    contactId: null,
  });
  const mailboxId = mailboxes.find(({ id }) => id === reply.mailbox)?.id;
  if (mailboxId === undefined) throw new Problem('not-found', 'That mailbox is not connected any more.');
  const draft = { id: state.outgoingId, kind, emailId: state.emailId, mailboxId, to, cc, subject, body: reply.text };
  await sendFromChat(ports, ctx, draft, state);
  return { next: 'close' };
}

function readState(text: string): FormState {
  try {
    return FormState.parse(JSON.parse(text));
  } catch {
    throw new Problem('invalid-input', 'This form is from another version of Sidethread. Open it again.');
  }
}

function missingFile(text: string): Caution[] {
  if (!mentionsFile(text)) return [];
  const words =
    'The text speaks of a file. From here none can go along: answer in Sidethread beside the mail to attach one.';
  return [{ key: 'file', text: words }];
}
