import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi';
import { ActivityId, ContactId, CorrespondenceId, UserId } from '#shared/contract/ids.ts';
import type { Activity } from '#shared/contract/timeline.ts';
import { ActivityType, AddActivity, ChangeActivity } from '#shared/contract/timeline.ts';
import {
  addActivity,
  changeActivity,
  getOwnActivity,
  listActivities,
  removeActivity,
} from '#server/domain/activities/index.ts';
import { readPlace, writePlace } from '#server/domain/correspondences/index.ts';
import { createId } from '#server/kernel/ids.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { Ports } from '#server/ports/ports.ts';
import { withToken, type RestEnv } from './api-caller.ts';
import { Pagination, problemAnswers, Time, toTime } from './formats.ts';
import { once } from './once.ts';
import { Cursor, linkNext, Pages, paginate } from './paginate.ts';

const ActivityDocument = z
  .object({
    id: z.string(),
    type: z.enum(['TYPE_EMAIL', 'TYPE_NOTE', 'TYPE_CALL', 'TYPE_MEETING']),
    contact_ids: z.array(z.string()),
    correspondence_id: z.string().nullable(),
    email_id: z.string().nullable(),
    user_id: z.string(),
    team_id: z.string(),
    content: z.string(),
    version: z.number().int(),
    happened_at: Time,
    created_at: Time,
    updated_at: Time,
  })
  .openapi('Activity');

const Add = z.object({
  type: z.enum(['TYPE_NOTE', 'TYPE_CALL', 'TYPE_MEETING']),
  contact_ids: z.array(ContactId).min(1).max(100),
  correspondence_id: CorrespondenceId.nullable().default(null),
  content: z.string().min(1).max(20_000),
  happened_at: z.iso.datetime({ offset: true }).optional(),
});
const Change = z.object({
  content: z.string().min(1).max(20_000).optional(),
  happened_at: z.iso.datetime({ offset: true }).optional(),
  version: z
    .int()
    .optional()
    .openapi({ description: 'The version that the change was made on; without it, the newest.' }),
});
const AtActivity = z.object({ id: z.string().max(100) });
const answer = { content: { 'application/json': { schema: ActivityDocument } } };
const common = { tags: ['Activities'], security: [{ token: [] }] };

/** Adds `/activities…`: what was done with contacts, their mail among it. */
export function addActivities(app: OpenAPIHono<RestEnv>, ports: Ports): void {
  addReading(app, ports);
  const allowed = withToken(ports, 'activities:write');
  const done = once(ports);
  const add = createRoute({
    ...common,
    method: 'post',
    path: '/activities',
    summary: 'Add a note, a call or a meeting',
    middleware: [allowed, done] as const,
    request: { body: { required: true, content: { 'application/json': { schema: Add } } } },
    responses: { 201: { description: 'It was added', ...answer }, ...problemAnswers },
  });
  const change = createRoute({
    ...common,
    method: 'patch',
    path: '/activities/{id}',
    summary: 'Change an activity',
    description: 'Of an e-mail, its note: the mail itself stays as it is.',
    middleware: [allowed, done] as const,
    request: { params: AtActivity, body: { required: true, content: { 'application/json': { schema: Change } } } },
    responses: { 200: { description: 'It was changed', ...answer }, ...problemAnswers },
  });
  const remove = createRoute({
    ...common,
    method: 'delete',
    path: '/activities/{id}',
    summary: 'Delete an activity',
    description: 'Takes it from the timelines of its contacts. A mail stays where it is.',
    middleware: [allowed, done] as const,
    request: { params: AtActivity },
    responses: { 204: { description: 'It was deleted' }, ...problemAnswers },
  });
  app.openapi(add, async (c) => {
    const { type, content, ...said } = c.req.valid('json');
    const input = check(AddActivity, {
      id: createId<ActivityId>(),
      type,
      contactIds: said.contact_ids,
      correspondenceId: said.correspondence_id,
      body: content,
      at: said.happened_at,
    });
    const { ctx } = c.get('caller');
    return c.json(write(await addActivity(ports, ctx, input), ctx.teamId), 201);
  });
  app.openapi(change, async (c) => {
    const { ctx } = c.get('caller');
    const id = readId(c.req.valid('param').id);
    const { content, happened_at, version } = c.req.valid('json');
    const known = version ?? (await getOwnActivity(ports, ctx, { id })).version;
    const input = check(ChangeActivity, { id, version: known, change: { body: content, at: happened_at } });
    return c.json(write(await changeActivity(ports, ctx, input), ctx.teamId), 200);
  });
  app.openapi(remove, async (c) => {
    await removeActivity(ports, c.get('caller').ctx, { id: readId(c.req.valid('param').id) });
    return c.body(null, 204);
  });
}

function addReading(app: OpenAPIHono<RestEnv>, ports: Ports): void {
  const allowed = withToken(ports, 'correspondences:read');
  const list = createRoute({
    ...common,
    method: 'get',
    path: '/activities',
    summary: 'Get all activities',
    description: 'E-mails that the team sees, notes, calls and meetings, the newest first.',
    middleware: [allowed] as const,
    request: {
      query: Pages.extend({
        contact_id: ContactId.optional(),
        correspondence_id: CorrespondenceId.optional(),
        user_id: UserId.optional(),
        type: ActivityType.optional(),
        cursor: Cursor,
      }),
    },
    responses: {
      200: {
        description: 'A page of activities',
        content: {
          'application/json': { schema: z.object({ data: z.array(ActivityDocument), pagination: Pagination }) },
        },
      },
      ...problemAnswers,
    },
  });
  const get = createRoute({
    ...common,
    method: 'get',
    path: '/activities/{id}',
    summary: 'Get an activity',
    middleware: [allowed] as const,
    request: { params: AtActivity },
    responses: { 200: { description: 'The activity', ...answer }, ...problemAnswers },
  });
  app.openapi(list, async (c) => {
    const { ctx } = c.get('caller');
    const { page, per_page, contact_id, correspondence_id, user_id, type, cursor } = c.req.valid('query');
    const { activities, total, hasMore } = await listActivities(ports, ctx, {
      contactId: contact_id,
      correspondenceId: correspondence_id,
      userId: user_id,
      type,
      page,
      perPage: per_page,
      after: cursor === undefined ? undefined : readPlace(cursor),
    });
    const last = activities.at(-1);
    linkNext(c, ports.config.publicUrl, hasMore && last !== undefined ? writePlace({ ...last, total }) : null);
    const data = activities.map((activity) => write(activity, ctx.teamId));
    return c.json({ data, pagination: paginate(c, ports.config.publicUrl, { page, per_page, total }) }, 200);
  });
  app.openapi(get, async (c) => {
    const { ctx } = c.get('caller');
    const activity = await getOwnActivity(ports, ctx, { id: readId(c.req.valid('param').id) });
    return c.json(write(activity, ctx.teamId), 200);
  });
}

/** What the contract of the procedures says beyond the shape of the request. */
function check<Output>(schema: z.ZodType<Output>, value: unknown): Output {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new Problem('invalid-input', result.error.issues[0]?.message ?? 'The request is not valid.');
}

function readId(text: string): ActivityId {
  const id = ActivityId.safeParse(text).data;
  if (id === undefined) throw new Problem('not-found', 'This activity does not exist any more.');
  return id;
}

function write(activity: Activity, teamId: string): z.infer<typeof ActivityDocument> {
  return {
    id: activity.id,
    type: activity.type,
    contact_ids: [...activity.contactIds],
    correspondence_id: activity.correspondenceId,
    email_id: activity.emailId,
    user_id: activity.userId,
    team_id: teamId,
    content: activity.body,
    version: activity.version,
    happened_at: toTime(activity.at),
    created_at: toTime(activity.createdAt),
    updated_at: toTime(activity.updatedAt),
  };
}
