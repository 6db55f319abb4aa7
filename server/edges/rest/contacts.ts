import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi';
import { ContactId } from '#shared/contract/ids.ts';
import { TimelineEntry } from '#shared/contract/timeline.ts';
import { readTimeline } from '#server/domain/activities/index.ts';
import { readContactRecord } from '#server/domain/contacts/index.ts';
import { loadPeople } from '#server/domain/teams/index.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { Ports } from '#server/ports/ports.ts';
import { withToken, type RestEnv } from './api-caller.ts';
import { Contact, problemAnswers, Time, toTime } from './formats.ts';
import { Cursor, linkNext } from './paginate.ts';
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

/** Adds `/contacts/{id}` and `/contacts/{id}/timeline`. */
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
  app.openapi(get, async (c) => {
    const record = await readContactRecord(ports, c.get('caller').ctx, { id: readId(c.req.valid('param').id) });
    const people = await loadPeople(ports, record.ownerId === null ? [] : [record.ownerId]);
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
