import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi';
import { CorrespondenceId, MailboxId, OutgoingMailId } from '#shared/contract/ids.ts';
import { OutgoingKind, OutgoingLink, OutgoingState } from '#shared/contract/outgoing-mail.ts';
import { readPlace, writePlace } from '#server/domain/correspondences/index.ts';
import {
  changeLinks,
  getOutgoingWithTime,
  listOutgoingPage,
  type ListedOutgoing,
} from '#server/domain/outgoing-mail/index.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { Ports } from '#server/ports/ports.ts';
import { withToken, type RestEnv } from './api-caller.ts';
import { once } from './once.ts';
import { Pagination, problemAnswers, Time, toTime } from './formats.ts';
import { Cursor, linkNext, Pages, paginate } from './paginate.ts';

const Teammate = z.object({ id: z.string(), name: z.string() });
const Address = z.object({ name: z.string(), email_address: z.string() });

const Change = z.object({
  at: Time,
  state: OutgoingState,
  actor: Teammate.nullable().openapi({ description: 'Null: the server itself.' }),
  error: z.string().nullable(),
});

const Link = z.object({ type: z.enum(OutgoingLink.shape.kind.options), id: OutgoingLink.shape.recordId });

const Outgoing = z
  .object({
    id: z.string(),
    correspondence_id: z.string().nullable(),
    answers_email_id: z.string().nullable(),
    sent_email_id: z
      .string()
      .nullable()
      .openapi({ description: 'The same mail as it came back from the mailbox, once it is shared.' }),
    account_id: z.string().nullable(),
    type: OutgoingKind,
    from: z.string().nullable(),
    to: z.array(Address),
    cc: z.array(Address),
    bcc: z.array(Address),
    subject: z.string(),
    text: z.string(),
    attachments: z.array(z.object({ id: z.string(), name: z.string(), size: z.number().int() })),
    author: Teammate,
    editor: Teammate.openapi({ description: 'Who has it in hand, or sent it.' }),
    state: z.enum(OutgoingState.options).openapi({
      description: '`unknown`: nobody can tell whether it went out, so nothing repeats it by itself.',
    }),
    error: z.string().nullable(),
    due_at: Time.nullable(),
    sent_at: Time.nullable(),
    bounced_at: Time.nullable().openapi({ description: 'When a failed one was reported back as not delivered.' }),
    created_at: Time,
    updated_at: Time,
    links: z.array(Link).openapi({ description: 'Records that it belongs to beside its correspondence.' }),
    history: z.array(Change).openapi({ description: 'Every change of its state, the oldest first.' }),
  })
  .openapi('OutgoingMail');

const common = { method: 'get' as const, tags: ['Outgoing mails'], security: [{ token: [] }] };

const listRoute = (ports: Ports) =>
  createRoute({
    ...common,
    path: '/outgoing-mails',
    summary: 'Get all outgoing mails',
    description: 'Mail to customers that you may see, drafts among it, the newest first, with what became of each.',
    middleware: [withToken(ports, 'mail:read')] as const,
    request: {
      query: Pages.extend({
        state: OutgoingState.optional(),
        account_id: MailboxId.optional(),
        correspondence_id: CorrespondenceId.optional(),
        linked_to: z
          .string()
          .max(220)
          .regex(/^(?:contact|company|correspondence|case|task):./u)
          .optional()
          .openapi({ description: 'A type and an id, such as `case:4711`: what is linked to that record.' }),
        cursor: Cursor,
      }),
    },
    responses: {
      200: {
        description: 'A page of outgoing mails',
        content: { 'application/json': { schema: z.object({ data: z.array(Outgoing), pagination: Pagination }) } },
      },
      ...problemAnswers,
    },
  });

const getRoute = (ports: Ports) =>
  createRoute({
    ...common,
    path: '/outgoing-mails/{id}',
    summary: 'Get an outgoing mail',
    description: 'With every change of its state: when, by whom, and what was wrong.',
    middleware: [withToken(ports, 'mail:read')] as const,
    request: { params: z.object({ id: z.string().max(100) }) },
    responses: {
      200: {
        description: 'The outgoing mail',
        content: { 'application/json': { schema: z.object({ outgoing_mail: Outgoing }) } },
      },
      ...problemAnswers,
    },
  });

const linksRoute = (ports: Ports) =>
  createRoute({
    method: 'patch',
    path: '/outgoing-mails/{id}/links',
    tags: ['Outgoing mails'],
    security: [{ token: [] }],
    summary: 'Link an outgoing mail to records',
    description:
      'Adds and takes away links; what is so already stays so. Contacts, companies and correspondences must exist; cases and tasks are yours, by your own ids.',
    middleware: [withToken(ports, 'correspondences:write'), once(ports)] as const,
    request: {
      params: z.object({ id: z.string().max(100) }),
      body: {
        required: true,
        content: {
          'application/json': {
            schema: z.object({ add: z.array(Link).max(30).default([]), remove: z.array(Link).max(30).default([]) }),
          },
        },
      },
    },
    responses: {
      200: {
        description: 'Its links now',
        content: { 'application/json': { schema: z.object({ links: z.array(Link) }) } },
      },
      ...problemAnswers,
    },
  });

/** Adds `/outgoing-mails`, `/outgoing-mails/{id}` and `/outgoing-mails/{id}/links`. */
export function addOutgoingMails(app: OpenAPIHono<RestEnv>, ports: Ports): void {
  app.openapi(listRoute(ports), async (c) => {
    const { page, per_page, state, account_id, correspondence_id, linked_to, cursor } = c.req.valid('query');
    const { mails, total, hasMore } = await listOutgoingPage(ports, c.get('caller').ctx, {
      state,
      mailboxId: account_id,
      correspondenceId: correspondence_id,
      linkedTo: linked_to === undefined ? undefined : readLink(linked_to),
      page,
      perPage: per_page,
      after: cursor === undefined ? undefined : readPlace(cursor),
    });
    const last = mails.at(-1);
    linkNext(c, ports.config.publicUrl, hasMore && last !== undefined ? placeOf(last, total) : null);
    const pagination = paginate(c, ports.config.publicUrl, { page, per_page, total });
    return c.json({ data: mails.map(writeOutgoing), pagination }, 200);
  });
  app.openapi(getRoute(ports), async (c) => {
    const found = await getOutgoingWithTime(ports, c.get('caller').ctx, readId(c.req.valid('param').id));
    return c.json({ outgoing_mail: writeOutgoing(found) }, 200);
  });
  app.openapi(linksRoute(ports), async (c) => {
    const id = readId(c.req.valid('param').id);
    const { add, remove } = c.req.valid('json');
    const { links } = await changeLinks(ports, c.get('caller').ctx, {
      id,
      add: add.map(toLink),
      remove: remove.map(toLink),
    });
    return c.json({ links: links.map(fromLink) }, 200);
  });
}

/** What is no id names nothing that exists. */
function readId(text: string): OutgoingMailId {
  const id = OutgoingMailId.safeParse(text).data;
  if (id === undefined) throw new Problem('not-found', 'This e-mail does not exist, or it is not shared with you.');
  return id;
}

const toLink = ({ type, id }: z.infer<typeof Link>): OutgoingLink => ({ kind: type, recordId: id });
const fromLink = ({ kind, recordId }: OutgoingLink) => ({ type: kind, id: recordId });

function readLink(text: string): OutgoingLink {
  const colon = text.indexOf(':');
  return OutgoingLink.parse({ kind: text.slice(0, colon), recordId: text.slice(colon + 1) });
}

const placeOf = ({ mail, createdAt }: ListedOutgoing, total: number) =>
  writePlace({ at: createdAt.toISOString(), id: mail.id, total });

const toAddress = ({ name, address }: { name: string; address: string }) => ({ name, email_address: address });
const toTimeOrNull = (time: string | null) => (time === null ? null : toTime(time));

function writeOutgoing({ mail, createdAt }: ListedOutgoing): z.infer<typeof Outgoing> {
  return {
    id: mail.id,
    correspondence_id: mail.correspondenceId,
    answers_email_id: mail.emailId,
    sent_email_id: mail.sentEmailId,
    account_id: mail.mailboxId,
    type: mail.kind,
    from: mail.from,
    to: mail.to.map(toAddress),
    cc: mail.cc.map(toAddress),
    bcc: mail.bcc.map(toAddress),
    subject: mail.subject,
    text: mail.body,
    attachments: mail.files.map(({ fileId, name, size }) => ({ id: fileId, name, size })),
    author: mail.author,
    editor: mail.editor,
    state: mail.state,
    error: mail.problem,
    due_at: toTimeOrNull(mail.dueAt),
    sent_at: toTimeOrNull(mail.sentAt),
    bounced_at: toTimeOrNull(mail.bouncedAt),
    created_at: toTime(createdAt),
    updated_at: toTime(mail.updatedAt),
    links: mail.links.map(fromLink),
    history: mail.history.map(({ at, state, by, problem }) => ({ at: toTime(at), state, actor: by, error: problem })),
  };
}
