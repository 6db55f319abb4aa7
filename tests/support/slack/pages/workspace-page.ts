import { html, raw } from 'hono/html';
import type { SlackChannel, SlackPost } from '../model.ts';
import type { Workspace } from '../workspace.ts';
import { renderMessage } from './render-message.ts';
import type { Html } from './render-text.ts';

const MOST_SHOWN = 200;

/** The page on which a person reads a workspace and answers as a teammate. */
export function renderWorkspacePage(
  workspaces: Workspace[],
  workspace: Workspace,
  channel: SlackChannel,
  threadTs: string | undefined,
): Html {
  const people = [...workspace.users.values()].filter((user) => !user.isBot && !user.deleted);
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>#${channel.name} · ${workspace.name} · Slack stand-in</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/page/style.css" />
        <script type="module" src="/page/client.js"></script>
      </head>
      <body data-team="${workspace.teamId}" data-channel="${channel.id}" data-thread="${threadTs ?? ''}">
        <nav>
          <h1>${workspace.name}</h1>
          <p class="note">A local stand-in for Slack. Nothing here leaves this machine.</p>
          ${workspaces.length > 1 ? workspaces.map((each) => html`<a href="/?team=${each.teamId}">${each.name}</a>`) : ''}
          <label
            >You are
            <select id="user">
              ${people.map((user) => html`<option value="${user.id}">${user.realName}${user.isRestricted ? ' (guest)' : ''}</option>`)}
            </select></label
          >
          <ul>
            ${[...workspace.channels.values()].map((each) => renderChannelLink(workspace, each, each === channel))}
          </ul>
        </nav>
        <main>
          <header>
            <h2>${nameChannel(workspace, channel)}</h2>
            <span class="note">${channel.topic}</span>
          </header>
          <section id="messages" aria-live="polite">${renderMessages(workspace, channel)}</section>
          ${channel.isArchived ? html`<p class="note">This channel is archived.</p>` : renderComposer(`Message ${nameChannel(workspace, channel)}`, false)}
        </main>
        <aside ${threadTs === undefined ? 'hidden' : ''}>
          <header>
            <h2>Thread</h2>
            <button id="close-thread" aria-label="Close the thread">✕</button>
          </header>
          <section id="thread" aria-live="polite">
            ${threadTs === undefined ? '' : renderThread(workspace, channel, threadTs)}
          </section>
          ${renderComposer('Reply', true)}
        </aside>
      </body>
    </html>`;
}

/** The channel's messages, broadcast replies among them, the last ones only. */
export function renderMessages(workspace: Workspace, channel: SlackChannel): Html {
  const shown = channel.posts.filter(isTopLevel).slice(-MOST_SHOWN);
  if (shown.length === 0) return html`<p class="note">Nothing here yet.</p>`;
  return html`${shown.map((post) => renderMessage(workspace, channel, post, false))}`;
}

/** A thread's root and replies. */
export function renderThread(workspace: Workspace, channel: SlackChannel, threadTs: string): Html {
  const root = channel.byTs.get(threadTs);
  if (!root) return html`<p class="note">This message is gone.</p>`;
  const posts = [root, ...(channel.replies.get(threadTs) ?? [])];
  return html`${posts.map((post) => renderMessage(workspace, channel, post, true))}`;
}

function renderChannelLink(workspace: Workspace, channel: SlackChannel, isOpen: boolean): Html {
  const marks = [
    channel.kind === 'private' ? '🔒' : '',
    channel.isExtShared ? 'shared' : channel.isPendingExtShared ? 'share pending' : '',
    channel.isArchived ? 'archived' : '',
    workspace.isBotIn(channel) ? workspace.app.name : '',
  ].filter((mark) => mark !== '');
  const link = `/?team=${workspace.teamId}&channel=${channel.id}`;
  return html`<li>
    <a href="${link}" ${raw(isOpen ? 'aria-current="page"' : '')}
      >${nameChannel(workspace, channel)} <span class="note">${marks.join(' · ')}</span></a
    >
  </li>`;
}

function renderComposer(label: string, isThread: boolean): Html {
  return html`<form class="composer" ${isThread ? 'data-thread-composer' : ''}>
    <textarea name="text" rows="2" aria-label="${label}" placeholder="${label}" required></textarea>
    ${isThread ? html`<label class="note"><input type="checkbox" name="broadcast" /> also in the channel</label>` : ''}
    <button type="submit">Send</button>
  </form>`;
}

function nameChannel(workspace: Workspace, channel: SlackChannel): string {
  if (channel.kind === 'public' || channel.kind === 'private') return `#${channel.name}`;
  return [...channel.members].map((id) => workspace.users.get(id)?.displayName ?? id).join(', ');
}

function isTopLevel({ message, isBroadcast }: SlackPost): boolean {
  return message.thread_ts === undefined || message.thread_ts === message.ts || isBroadcast;
}
