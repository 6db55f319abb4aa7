import { Hono } from 'hono';
import { noteNotices } from '#server/domain/mailboxes/index.ts';
import type { MailPorts } from '#server/ports/mail-ports.ts';
import type { MailIntake } from '#server/ports/mail-reader.ts';
import { limitBody } from '../limit-body.ts';

/** Notifications carry ids only; what is larger is not from there. */
const mostBytes = 1024 * 1024;

/** Where mail providers tell of changes, each under its id. One whose calls nobody could check has no address. */
export function createMailWebhooks(ports: MailPorts): Hono {
  const app = new Hono();
  for (const intake of Object.values(ports.mail.intakes)) addIntake(app, ports, intake);
  return app;
}

function addIntake(app: Hono, ports: MailPorts, intake: MailIntake): void {
  const path = `/webhooks/${intake.provider}`;
  app.post(path, limitBody({ maxSize: mostBytes, onError: (c) => c.body(null, 413) }), async (c) => {
    // Microsoft asks for its token back before it tells anything (as plain text, within ten seconds).
    const challenge = c.req.query('validationToken');
    if (challenge !== undefined) return c.text(challenge.slice(0, 2000), 200, { 'x-content-type-options': 'nosniff' });
    const notices = await intake.read(c.req.raw.headers, parse(await c.req.text()), ports.clock.now());
    if (notices === undefined) return c.body(null, 401);
    await noteNotices(ports, intake.provider, notices);
    return c.body(null, 202);
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
