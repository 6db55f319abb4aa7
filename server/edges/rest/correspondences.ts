import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi';
import { ContactId, CorrespondenceId } from '#shared/contract/ids.ts';
import { cleanText } from '#shared/contract/plain-text.ts';
import {
  listWithNewest,
  markCorrespondence,
  notifyCorrespondence,
  readEmailPage,
} from '#server/domain/correspondences/index.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { Ports } from '#server/ports/ports.ts';
import { withToken, type RestEnv } from './api-caller.ts';
import { Correspondence, Email, ListedCorrespondence, Pagination, problemAnswers } from './formats.ts';
import { once } from './once.ts';
import { Cursor, linkNext, Pages, paginate } from './paginate.ts';
import { loadDirectory, writeCorrespondence, writeEmail } from './write-email.ts';

const AtCorrespondence = z.object({ id: z.string().max(100) });
const security = [{ token: [] }];
const tags = ['Correspondences'];

const list = (ports: Ports) =>
  createRoute({
    method: 'get',
    path: '/correspondences',
    tags,
    security,
    summary: 'Get all correspondences',
    description: 'Each with its newest e-mail alone, the newest first.',
    middleware: [withToken(ports, 'correspondences:read')] as const,
    request: {
      query: Pages.extend({
        contact_id: z.string().optional(),
        case_id: z.string().max(200).optional(),
        show: z.enum(['unread', 'all']).optional(),
        search: z.string().max(500).optional(),
        cursor: Cursor,
      }),
    },
    responses: {
      200: {
        description: 'A page of correspondences',
        content: {
          'application/json': { schema: z.object({ data: z.array(ListedCorrespondence), pagination: Pagination }) },
        },
      },
      ...problemAnswers,
    },
  });

const get = (ports: Ports) =>
  createRoute({
    method: 'get',
    path: '/correspondences/{id}',
    tags,
    security,
    summary: 'Get a correspondence',
    description: 'Marks it as read. Its e-mails, the newest first.',
    middleware: [withToken(ports, 'correspondences:read')] as const,
    request: { params: AtCorrespondence, query: Pages.extend({ cursor: Cursor }) },
    responses: {
      200: {
        description: 'The correspondence with a page of its e-mails',
        content: {
          'application/json': {
            schema: z.object({ correspondence: Correspondence, data: z.array(Email), pagination: Pagination }),
          },
        },
      },
      ...problemAnswers,
    },
  });

const Ids = z
  .array(z.union([z.string().max(100), z.number()]).transform(String))
  .min(1)
  .max(500);
const Notify = z.object({
  message: z.string().transform(cleanText).pipe(z.string().trim().min(1).max(5_000)),
  notify: z
    .object({ users: Ids.optional(), teams: Ids.optional() })
    .refine(({ users, teams }) => users !== undefined || teams !== undefined, {
      error: 'Name users or teams to notify.',
    }),
});

const notify = (ports: Ports) =>
  createRoute({
    method: 'post',
    path: '/correspondences/{id}/notify',
    tags,
    security,
    summary: 'Notify about a correspondence',
    description: 'Notifies users, or all users in a team.',
    middleware: [withToken(ports, 'correspondences:write'), once(ports)] as const,
    request: {
      params: AtCorrespondence,
      body: { required: true, content: { 'application/json': { schema: Notify } } },
    },
    responses: { 204: { description: 'They were notified' }, ...problemAnswers },
  });

/** Adds `/correspondences…`. */
export function addCorrespondences(app: OpenAPIHono<RestEnv>, ports: Ports): void {
  app.openapi(list(ports), async (c) => {
    const { ctx } = c.get('caller');
    const query = c.req.valid('query');
    const { items, total, nextCursor } = await listWithNewest(ports, ctx, {
      view: 'all',
      unread: query.show === 'unread',
      contactId: readContactId(query.contact_id),
      caseId: query.case_id,
      search: query.search,
      page: query.page,
      perPage: query.per_page,
      cursor: query.cursor,
    });
    const emails = items.flatMap(({ email }) => email ?? []);
    const cards = items.map(({ card }) => card);
    const directory = await loadDirectory(ports, ctx.teamId, emails, cards);
    const data = items.map(({ card, email }) => ({
      ...writeCorrespondence(card, directory),
      email: email === undefined ? null : writeEmail(email, card, directory),
    }));
    linkNext(c, ports.config.publicUrl, nextCursor);
    return c.json({ data, pagination: paginate(c, ports.config.publicUrl, { ...query, total }) }, 200);
  });
  app.openapi(get(ports), async (c) => {
    const { ctx } = c.get('caller');
    const id = readId(c.req.valid('param').id);
    const { page, per_page, cursor } = c.req.valid('query');
    const { card, emails, nextCursor } = await readEmailPage(ports, ctx, { id, page, perPage: per_page, cursor });
    await markCorrespondence(ports, ctx, { id: card.id, unread: false });
    const directory = await loadDirectory(ports, ctx.teamId, emails, [card]);
    const data = emails.map((email) => writeEmail(email, card, directory));
    linkNext(c, ports.config.publicUrl, nextCursor);
    const pagination = paginate(c, ports.config.publicUrl, { page, per_page, total: card.emailCount });
    return c.json({ correspondence: writeCorrespondence(card, directory), data, pagination }, 200);
  });
  app.openapi(notify(ports), async (c) => {
    const { message, notify: whom } = c.req.valid('json');
    await notifyCorrespondence(ports, c.get('caller').ctx, {
      id: readId(c.req.valid('param').id),
      message,
      userIds: whom.users ?? [],
      teamIds: whom.teams ?? [],
    });
    return c.body(null, 204);
  });
}

/** What is no id names nothing that exists. */
function readId(text: string): CorrespondenceId {
  const id = CorrespondenceId.safeParse(text).data;
  if (id === undefined)
    throw new Problem('not-found', 'This correspondence does not exist, or nothing of it is shared with you.');
  return id;
}

function readContactId(text: string | undefined): ContactId | undefined {
  if (text === undefined) return undefined;
  const id = ContactId.safeParse(text).data;
  if (id === undefined) throw new Problem('invalid-input', 'contact_id is no id of a contact.');
  return id;
}
