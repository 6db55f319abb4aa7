import { html } from 'hono/html';
import type { AuthorizeRequest } from '../authorize.ts';
import type { SlackState } from '../state.ts';
import type { Html } from './render-text.ts';

/** The page on which a person lets the app in, or does not. */
export function renderAuthorizePage(slack: SlackState, request: AuthorizeRequest, action: string): Html {
  const workspaces = [...slack.workspaces.values()].filter(
    (each) => request.teamId === undefined || each.teamId === request.teamId,
  );
  const asked = [
    ...request.botScopes.map((scope) => `bot: ${scope}`),
    ...request.userScopes.map((scope) => `you: ${scope}`),
  ];
  const title =
    request.kind === 'sign-in'
      ? `Sign in to ${slack.app.name} with Slack`
      : `${slack.app.name} asks for access to Slack`;
  const people = workspaces.map(
    (workspace) =>
      html`<optgroup label="${workspace.name}">
        ${[...workspace.users.values()]
          .filter((user) => !user.isBot && !user.deleted)
          .map((user) => html`<option value="${workspace.teamId}/${user.id}">${user.realName}</option>`)}
      </optgroup>`,
  );
  return renderShell(
    title,
    html`<form method="post" action="${action}" class="card">
      <h1>${title}</h1>
      <p class="note">A local stand-in for Slack: choose who you are.</p>
      <label
        >You are
        <select name="person">
          ${people}
        </select></label
      >
      <ul>
        ${asked.map((scope) => html`<li><code>${scope}</code></li>`)}
      </ul>
      <div class="row">
        <button name="decision" value="allow" class="primary">Allow</button>
        <button name="decision" value="cancel">Cancel</button>
      </div>
    </form>`,
  );
}

/** What Slack shows when an authorize address is wrong. */
export function renderAuthorizeProblem(problem: string): Html {
  return renderShell(
    'Something is wrong',
    html`<div class="card">
      <h1>Something is wrong</h1>
      <p>${problem}</p>
    </div>`,
  );
}

function renderShell(title: string, body: Html): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/page/style.css" />
      </head>
      <body class="alone">
        ${body}
      </body>
    </html>`;
}
