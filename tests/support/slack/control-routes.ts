import type { HttpBindings } from '@hono/node-server';
import type { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import { z } from 'zod';
import type { FaultPlan, FaultRateOptions, FaultKind } from './faults.ts';
import type { SlackStandIn } from './stand-in.ts';
import { readTyped } from './pages/render-text.ts';
import { SlackRefusal } from './refusal.ts';

const ref = z.object({ channel: z.string(), ts: z.string() });
const personal = ref.extend({ user: z.string() });
/** `isTyped`: the text is what a person typed, and is escaped as Slack does. */
const text = z.object({ text: z.string().min(1), isTyped: z.boolean().default(false) });
const place = z.object({ channel: z.string() });
const member = place.extend({ user: z.string() });
const saying = member.extend({ ...text.shape, threadTs: z.string().optional(), broadcast: z.boolean().optional() });

type Action = (slack: SlackStandIn, body: unknown) => unknown;

const ACTIONS: Record<string, Action> = {
  say: (slack, body) => {
    const { threadTs, broadcast, isTyped, ...said } = saying.parse(body);
    const wire = isTyped ? readTyped(slack.workspace, said.text) : said.text;
    const options = { ...(threadTs ? { threadTs } : {}), ...(broadcast ? { broadcast } : {}) };
    return { ts: slack.say({ ...said, text: wire, ...options }) };
  },
  edit: (slack, body) => {
    const { channel, ts, text: words, isTyped } = ref.extend(text.shape).parse(body);
    slack.edit({ channel, ts }, isTyped ? readTyped(slack.workspace, words) : words);
  },
  remove: (slack, body) => slack.remove(ref.parse(body)),
  react: (slack, body) => slack.react(personal.extend({ name: z.string() }).parse(body)),
  unreact: (slack, body) => slack.unreact(personal.extend({ name: z.string() }).parse(body)),
  toggleReaction: (slack, body) => {
    const reaction = personal.extend({ name: z.string() }).parse(body);
    const { id } = slack.workspace.getUser(reaction.user);
    const reactions = slack.findPost(reaction)?.message.reactions ?? [];
    const hasReacted = reactions.some(({ name, users }) => name === reaction.name && users.includes(id));
    return hasReacted ? slack.unreact(reaction) : slack.react(reaction);
  },
  join: (slack, body) => applyTo(member.parse(body), slack.join.bind(slack)),
  leave: (slack, body) => applyTo(member.parse(body), slack.leave.bind(slack)),
  archive: (slack, body) => slack.archive(place.parse(body).channel),
  unarchive: (slack, body) => slack.unarchive(place.parse(body).channel),
  shareExternally: (slack, body) => {
    const { channel, how } = place.extend({ how: z.enum(['on', 'pending', 'off']).default('on') }).parse(body);
    slack.shareExternally(channel, how);
  },
  uninstall: (slack) => slack.uninstall(),
  revokeTokens: (slack, body) => slack.revokeTokens(z.object({ who: z.string().default('bot') }).parse(body).who),
  expireTokens: (slack) => ({ expired: slack.expireTokens() }),
  recycleSockets: (slack) => slack.sockets.recycle(),
  setRequestUrls: (slack, body) => slack.setRequestUrls(...z.object({ urls: z.array(z.url()) }).parse(body).urls),
  'faults/next': (slack, body) => slack.faults.next(plan.parse(body) as FaultPlan),
  'faults/rates': (slack, body) => {
    const { rates, options } = z
      .object({ rates: z.record(z.string(), z.number()), options: z.looseObject({}).default({}) })
      .parse(body);
    slack.faults.rates(rates as Partial<Record<FaultKind, number>>, options as FaultRateOptions);
  },
  'faults/clear': (slack) => slack.faults.clear(),
};

const plan = z.object({
  kind: z.string(),
  method: z.string().optional(),
  channel: z.string().optional(),
  times: z.number().optional(),
  delayMs: z.number().optional(),
  retryAfterSeconds: z.number().optional(),
  status: z.number().optional(),
});

function applyTo(named: { channel: string; user: string }, run: (channel: string, user: string) => void): void {
  run(named.channel, named.user);
}

/** The control methods for other processes and for the page: POST /control/<method> with JSON. */
export function addControlRoutes(app: Hono<{ Bindings: HttpBindings }>, getSlack: () => SlackStandIn): void {
  app.post('/control/:action{.+}', async (context) => {
    const action = ACTIONS[context.req.param('action')];
    if (!action) return context.json({ error: 'No such control' }, 404);
    if (!context.req.header('content-type')?.startsWith('application/json'))
      return context.json({ error: 'Send JSON' }, 415);
    try {
      return context.json((await action(getSlack(), await context.req.json())) ?? {});
    } catch (error) {
      if (error instanceof SlackRefusal) return context.json({ error: `Slack refused: ${error.error}` }, 400);
      return context.json({ error: error instanceof Error ? error.message : String(error) }, 400);
    }
  });
  app.get('/control/messages', (context) => context.json(getSlack().messages(context.req.query('channel') ?? '')));
  app.get('/control/calls', (context) => context.json(getSlack().calls()));
  app.get('/control/counts', (context) =>
    context.json({ faults: getSlack().faults.counts(), events: getSlack().eventCounts() }),
  );
  app.get('/control/changes', (context) =>
    streamSSE(context, async (stream) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      const end = getSlack().onChange(
        (change) => void stream.writeSSE({ event: 'change', data: JSON.stringify(change) }),
      );
      stream.onAbort(resolve);
      await stream.writeSSE({ event: 'hello', data: '{}' });
      await promise;
      end();
    }),
  );
}
