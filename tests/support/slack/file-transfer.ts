import type { Hono } from 'hono';
import type { HttpBindings } from '@hono/node-server';
import type { SlackFile } from './model.ts';
import type { SlackState } from './state.ts';

/** Serves the addresses that files are uploaded to and downloaded from. */
export function addFileRoutes(app: Hono<{ Bindings: HttpBindings }>, state: SlackState): void {
  app.post('/upload/v1/:team/:file', async (context) => {
    const file = state.workspaces.get(context.req.param('team'))?.files.get(context.req.param('file'));
    if (!file || file.state !== 'awaiting-upload') return context.text('Not found', 404);
    const data = await readUpload(context.req.raw);
    if (data.length !== file.size) return context.text(`Expected ${file.size} bytes, got ${data.length}`, 400);
    file.data = data;
    file.state = 'uploaded';
    return context.text(`OK - ${file.size}`);
  });

  app.get('/files-pri/:file/:name', (context) => {
    const bearer = /^Bearer (.+)$/i.exec(context.req.header('authorization') ?? '')?.[1];
    const token = bearer === undefined ? undefined : state.tokens.find(bearer);
    // Without a good token the real one answers with its sign-in page and 200, which looks like a file.
    if (token?.state !== 'active' || !token.scopes.includes('files:read'))
      return context.html('<title>Sign in | Slack</title>', 200);
    const file = token.workspace.files.get(context.req.param('file'));
    if (!file?.data || !mayRead(file, token.userId, (id) => token.workspace.channels.get(id)?.members)) {
      return context.text('Not found', 404);
    }
    const name = encodeURIComponent(file.name);
    return context.body(new Uint8Array(file.data), 200, {
      'content-type': file.mimetype,
      'content-disposition': `attachment; filename*=UTF-8''${name}`,
    });
  });
}

function mayRead(file: SlackFile, userId: string, membersOf: (channelId: string) => Set<string> | undefined): boolean {
  return file.userId === userId || file.shares.some(({ channelId }) => membersOf(channelId)?.has(userId));
}

/** The bytes, sent bare or as the only file of a form. */
async function readUpload(request: Request): Promise<Uint8Array> {
  if (!(request.headers.get('content-type') ?? '').startsWith('multipart/form-data'))
    return new Uint8Array(await request.arrayBuffer());
  for (const value of (await request.formData()).values()) {
    if (typeof value !== 'string') return new Uint8Array(await value.arrayBuffer());
    return new TextEncoder().encode(value);
  }
  return new Uint8Array();
}
