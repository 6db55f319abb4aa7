import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi';
import { ContactId } from '#shared/contract/ids.ts';
import { TimelineEntry } from '#shared/contract/timeline.ts';
import { readTimeline } from '#server/domain/activities/index.ts';
import { readContactRecord, searchContacts } from '#server/domain/contacts/index.ts';
import { readPlace, writePlace } from '#server/domain/correspondences/index.ts';
import { loadPeople } from '#server/domain/teams/index.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { Ports } from '#server/ports/ports.ts';
import { withToken, type RestEnv } from './api-caller.ts';
import { Contact, Pagination, problemAnswers, Time, toTime } from './formats.ts';
import { Cursor, linkNext, Pages, paginate } from './paginate.ts';
import { writeContact } from './write-email.ts';

const AtContact = z.object({ id: z.string().max(100) });
const common = { method: 'get' as const, tags: ['Contacts'], security: [{ token: [] }] };

const Entry = z
  .object({
    id: z.string(),
    kind: TimelineEntry.shape.kind,
    direction: z.enum(['in', 'out']).nullable(),
    title: z.string(),
    text: z.string(),
    user_name: z.string().nullable().openapi({ description: 'Null for what a customer did.' }),
    correspondence_id: z.string().nullable(),
    email_id: z.string().nullable(),
    activity_id: z.string().nullable(),
    happened_at: Time,
  })
  .openapi('TimelineEntry');

/** Adds `/contacts`, `/contacts/{id}` and `/contacts/{id}/timeline`. */
export function addContacts(app: OpenAPIHono<RestEnv>, ports: Ports): void {
  const allowed = withToken(ports, 'correspondences:read');
  const get = createRoute({
    ...common,
    path: '/contacts/{id}',
    summary: 'Get a contact',
    middleware: [allowed] as const,
    request: { params: AtContact },
    responses: {
      200: {
        description: 'The contact',
        content: { 'application/json': { schema: z.object({ contact: Contact }) } },
      },
      ...problemAnswers,
    },
  });
  const list = createRoute({
    ...common,
    path: '/contacts',
    summary: 'Get all contacts',
    description: 'The newest first. Each word of `search` is in the name, an address or the account of what is found.',
    middleware: [allowed] as const,
    request: {
      query: Pages.extend({
        search: z.string().max(500).optional(),
        account_id: z.uuid().optional(),
        status: z.string().max(60).optional(),
        cursor: Cursor,
      }),
    },
    responses: {
      200: {
        description: 'A page of contacts',
        content: { 'application/json': { schema: z.object({ data: z.array(Contact), pagination: Pagination }) } },
      },
      ...problemAnswers,
    },
  });
  const timeline = createRoute({
    ...common,
    path: '/contacts/{id}/timeline',
    summary: 'Get what happened with a contact',
    description: 'E-mails in and out, discussions, activities and changes, the newest first.',
    middleware: [allowed] as const,
    request: { params: AtContact, query: z.object({ cursor: Cursor }) },
    responses: {
      200: {
        description: 'A page of the timeline',
        content: { 'application/json': { schema: z.object({ data: z.array(Entry) }) } },
      },
      ...problemAnswers,
    },
  });
  app.openapi(list, async (c) => {
    const { page, per_page, search, account_id, status, cursor } = c.req.valid('query');
    const { records, total, hasMore } = await searchContacts(ports, c.get('caller').ctx, {
      search,
      companyId: account_id,
      status,
      page,
      perPage: per_page,
      after: cursor === undefined ? undefined : readPlace(cursor),
    });
    const people = await loadPeople(
      ports,
      c.get('caller').ctx.teamId,
      records.flatMap(({ ownerId }) => ownerId ?? []),
    );
    const last = records.at(-1);
    linkNext(c, ports.config.publicUrl, hasMore && last !== undefined ? placeOf(last, total) : null);
    const data = records.map((record) => writeContact(record, people));
    return c.json({ data, pagination: paginate(c, ports.config.publicUrl, { page, per_page, total }) }, 200);
  });
  app.openapi(get, async (c) => {
    const record = await readContactRecord(ports, c.get('caller').ctx, { id: readId(c.req.valid('param').id) });
    const people = await loadPeople(ports, c.get('caller').ctx.teamId, record.ownerId === null ? [] : [record.ownerId]);
    return c.json({ contact: writeContact(record, people) }, 200);
  });
  app.openapi(timeline, async (c) => {
    const contactId = readId(c.req.valid('param').id);
    const { cursor } = c.req.valid('query');
    const { entries, nextCursor } = await readTimeline(ports, c.get('caller').ctx, { contactId, cursor });
    linkNext(c, ports.config.publicUrl, nextCursor);
    return c.json({ data: entries.map(writeEntry) }, 200);
  });
}

const placeOf = ({ createdAt, id }: { createdAt: Date; id: string }, total: number) =>
  writePlace({ at: createdAt.toISOString(), id, total });

/** What is no id names nothing that exists. */
function readId(text: string): ContactId {
  const id = ContactId.safeParse(text).data;
  if (id === undefined) throw new Problem('not-found', 'This contact does not exist any more.');
  return id;
}

function writeEntry(entry: TimelineEntry): z.infer<typeof Entry> {
  return {
    id: entry.id,
    kind: entry.kind,
    direction: entry.direction,
    title: entry.title,
    text: entry.text,
    user_name: entry.actorName,
    correspondence_id: entry.correspondenceId,
    email_id: entry.emailId,
    activity_id: entry.activityId,
    happened_at: toTime(entry.at),
  };
}
