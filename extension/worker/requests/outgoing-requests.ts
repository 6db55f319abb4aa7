import { ContactId, CorrespondenceId, EmailId, MailboxId, OutgoingMailId } from '#shared/contract/ids.ts';
import type { Handlers } from '../../messaging/answer-request.ts';
import type { Core } from '../core.ts';

type Names = Extract<keyof Handlers, `outgoing.${string}`>;

/** Mail to customers: written, sent, taken back. Nothing of it waits here: only the server knows what became of it. */
export function outgoingRequests(core: Core): Pick<Handlers, Names> {
  return {
    'outgoing.list': ({ correspondenceId }) =>
      core.call((api) =>
        api.outgoingMail.list.query({ correspondenceId: CorrespondenceId.nullable().parse(correspondenceId) }),
      ),
    'outgoing.prepare': ({ kind, emailId, contactId }) =>
      core.call((api) =>
        api.outgoingMail.prepare.query({
          kind,
          emailId: EmailId.nullable().parse(emailId),
          contactId: ContactId.nullable().parse(contactId),
        }),
      ),
    'outgoing.aliases': ({ mailboxId }) =>
      core.call((api) => api.outgoingMail.aliases.query({ mailboxId: MailboxId.parse(mailboxId) })),
    'outgoing.complete': (input) => core.call((api) => api.contacts.complete.query(input)),
    'outgoing.save': (draft) => core.call((api) => api.outgoingMail.save.mutate(draft)),
    'outgoing.send': (draft) => core.call((api) => api.outgoingMail.send.mutate(draft)),
    'outgoing.link': ({ id, add, remove }) =>
      core.call((api) => api.outgoingMail.link.mutate({ id: OutgoingMailId.parse(id), add, remove })),
    'outgoing.act': async ({ id: given, act }) => {
      const id = OutgoingMailId.parse(given);
      await core.call<unknown>(({ outgoingMail }) => {
        if (act === 'take-over') return outgoingMail.takeOver.mutate({ id });
        return outgoingMail[act].mutate({ id });
      });
      return null;
    },
  };
}
