import { OpenAPIHono } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import { Problem, toProblemResponse } from '#server/kernel/problem.ts';
import type { Ports } from '#server/ports/ports.ts';
import { limitBody } from '../limit-body.ts';
import { addActivities } from './activities.ts';
import { tellAllowance, type RestEnv } from './api-caller.ts';
import { addContacts } from './contacts.ts';
import { addCorrespondences } from './correspondences.ts';
import { createDocs } from './docs.ts';
import { addEmailAccounts } from './email-accounts.ts';
import { addSending } from './send-email.ts';
import { addEmailThreads } from './email-threads.ts';
import { addOutgoingMails } from './outgoing-mails.ts';

const maxBodyBytes = 256 * 1024;
/** A mail with its files, as base64. */
const maxMailBytes = 5 * 1024 * 1024;
const paths = [
  '/correspondences',
  '/correspondences/*',
  '/api/email_threads',
  '/activities',
  '/activities/*',
  '/contacts',
  '/contacts/*',
  '/email/accounts',
  '/email/accounts/*',
  '/outgoing-mails',
  '/outgoing-mails/*',
] as const;

/**
 * The public REST API: its routes, `/api/openapi.json` that describes them, and `/api/docs` to browse that. Nothing
 * here looks at cookies, so that no page can act for who is signed in.
 */
export function createRest(ports: Ports): OpenAPIHono<RestEnv> {
  const app = new OpenAPIHono<RestEnv>({
    defaultHook: (result) => {
      if (result.success) return;
      const [issue] = result.error.issues;
      const where = issue?.path.join('.') ?? '';
      throw new Problem(
        'invalid-input',
        `${issue?.message ?? 'The request is not valid.'}${where === '' ? '' : ` (${where})`}`,
      );
    },
  });
  const [limit, limitMail] = [limitTo(maxBodyBytes), limitTo(maxMailBytes)];
  for (const path of paths) {
    app.use(path, (c, next) => (c.req.path.endsWith('/send') ? limitMail : limit)(c, next));
    app.use(path, tellAllowance);
    app.use(path, etag());
    app.use(path, async (c, next) => {
      await next();
      c.header('cache-control', 'private, no-cache');
    });
  }
  app.openAPIRegistry.registerComponent('securitySchemes', 'token', {
    type: 'http',
    scheme: 'bearer',
    description: 'A token that you make in the options of Sidethread.',
  });
  addCorrespondences(app, ports);
  addEmailThreads(app, ports);
  addActivities(app, ports);
  addContacts(app, ports);
  addEmailAccounts(app, ports);
  addSending(app, ports);
  addOutgoingMails(app, ports);
  const description = {
    openapi: '3.1.0',
    info: { title: 'Sidethread', version: '1', description: 'Correspondences and what a team says about them.' },
    servers: [{ url: ports.config.publicUrl }],
  };
  app.route('/', createDocs(app.getOpenAPI31Document(description)));
  return app;
}

function limitTo(maxSize: number) {
  return limitBody({ maxSize, onError: () => toProblemResponse(tooLarge()) });
}

function tooLarge(): Problem {
  return new Problem('too-large', 'The request is too large.');
}
