import { Hono, type Context as Request } from 'hono';
import { html } from 'hono/html';
import { z } from 'zod';
import { beginAuthorization, finishAuthorization, FinishAuthorization } from '#server/domain/chat/index.ts';
import { findMember } from '#server/domain/teams/index.ts';
import type { Context } from '#server/kernel/context.ts';
import { createId } from '#server/kernel/ids.ts';
import { Problem } from '#server/kernel/problem.ts';
import { withChat } from '#server/ports/chat-ports.ts';
import { redirect, type AuthEdge } from './auth-edge.ts';
import { sendPage } from './page.ts';
import { pageWords } from './words/page-words.ts';

/**
 * `/account/slack?team=…`: who comes from a button in Slack says who they are, here and there, once. The page only leads
 * to Slack's own question, and only the browser that began can end it.
 */
export function linkChatPage(edge: AuthEdge): Hono {
  const app = new Hono();
  app.get('/account/slack', (c) =>
    asMember(edge, c, async (ctx) => {
      const redirectUri = `${edge.publicUrl}/account/slack/linked?team=${ctx.teamId}`;
      const { url } = await beginAuthorization(withChat(edge.ports), ctx, { purpose: 'link-person', redirectUri });
      return redirect(url);
    }),
  );
  app.get('/account/slack/linked', (c) =>
    asMember(edge, c, async (ctx) => {
      const words = pageWords(c);
      const answer = FinishAuthorization.safeParse(c.req.query());
      if (!answer.success) throw new Problem('gone', words.chatNotLinked);
      await finishAuthorization(withChat(edge.ports), ctx, answer.data);
      return sendPage(c, {
        title: words.chatLinked,
        body: html`<h1>${words.chatLinked}</h1>
          <p>${words.chatLinkedNote}</p>`,
      });
    }),
  );
  return app;
}

/** What only a signed-in member of the team that is asked for gets; what is wrong is said on a page. */
async function asMember(
  edge: AuthEdge,
  c: Request,
  answer: (ctx: Context) => Response | Promise<Response>,
): Promise<Response> {
  const session = await edge.accounts.findBrowserSession(c.req.raw.headers);
  const { pathname, search } = new URL(c.req.url);
  if (session === undefined) return redirect(`/sign-in?next=${encodeURIComponent(pathname + search)}`);
  const words = pageWords(c);
  const team = z.uuid().safeParse(c.req.query('team'));
  const member = team.success ? await findMember(edge.ports, session.userId, team.data) : undefined;
  try {
    if (member === undefined) throw new Problem('not-found', words.chatNotMember);
    return await answer({ ...member, deviceId: session.sessionId, requestId: createId() });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return sendPage(c, {
      title: words.chatNotLinked,
      status: 400,
      body: html`<h1>${words.chatNotLinked}</h1>
        <p>${error.message}</p>`,
    });
  }
}
