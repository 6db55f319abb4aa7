import { Hono } from 'hono';
import { receiveAuthorization, type Inbox } from '#server/domain/chat/index.ts';
import { receivePress, receiveReply } from '#server/domain/presses/index.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { ChatPorts } from '#server/ports/chat-ports.ts';
import { limitBody } from '../limit-body.ts';

/** Slack's events are small; what is larger is not from there. */
const mostBytes = 1024 * 1024;

/**
 * What Slack calls: the page that ends a consent, events, and buttons. Without a signing secret the latter two do not
 * exist, since nobody could tell who calls them.
 */
export function createSlackWebhooks(ports: ChatPorts, inbox: Inbox): Hono {
  const app = new Hono();
  app.get('/slack/oauth', async (c) => {
    const state = c.req.query('state') ?? '';
    const to = await receiveAuthorization(ports, { state, code: c.req.query('code') });
    if (to === undefined)
      throw new Problem(
        'gone',
        'This connection to Slack took too long or was already used. Begin again in Sidethread.',
      );
    c.header('cache-control', 'no-store');
    c.header('referrer-policy', 'no-referrer');
    return c.redirect(to, 303);
  });
  if (ports.config.slack.signingSecret === undefined) return app;
  addEvents(app, ports, inbox);
  addInteractions(app, ports);
  return app;
}

function addEvents(app: Hono, ports: ChatPorts, inbox: Inbox): void {
  app.post('/slack/events', limitBody({ maxSize: mostBytes, onError: (c) => c.body(null, 413) }), async (c) => {
    const rawBody = await c.req.text();
    if (!ports.intake.isAuthentic(c.req.raw.headers, rawBody, ports.clock.now())) return c.body(null, 401);
    const body = parse(rawBody);
    const challenge = ports.intake.challengeOf(body);
    if (challenge !== null) return c.text(challenge);
    await inbox.accept(rawBody, body);
    return c.body(null, 200);
  });
}

/** Buttons that were pressed. What is stored is acknowledged, within the three seconds that Slack waits, and then done. */
function addInteractions(app: Hono, ports: ChatPorts): void {
  app.post('/slack/interactions', limitBody({ maxSize: mostBytes, onError: (c) => c.body(null, 413) }), async (c) => {
    const rawBody = await c.req.text();
    if (!ports.intake.isAuthentic(c.req.raw.headers, rawBody, ports.clock.now())) return c.body(null, 401);
    const answer = await receiveInteraction(ports, ports.intake.unwrap(rawBody));
    return answer === undefined ? c.body(null, 200) : c.json(answer);
  });
}

/** What people do with our buttons and forms, however the chat tells of it. Resolves with what acknowledges it. */
export async function receiveInteraction(
  ports: ChatPorts,
  body: unknown,
): Promise<Record<string, unknown> | undefined> {
  const press = ports.intake.readPress(body);
  if (press !== null) await receivePress(ports, press);
  const reply = ports.intake.readReply(body);
  return reply === null ? undefined : ports.intake.answerReply(await receiveReply(ports, reply));
}

function parse(rawBody: string): unknown {
  try {
    return JSON.parse(rawBody);
  } catch {
    return undefined;
  }
}
