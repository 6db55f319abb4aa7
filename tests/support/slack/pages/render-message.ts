import { html } from 'hono/html';
import type { SlackChannel, SlackMessage, SlackPost } from '../model.ts';
import type { Workspace } from '../workspace.ts';
import { renderEmoji, renderText, type Html } from './render-text.ts';

const QUICK_REACTIONS = ['+1', 'white_check_mark', 'eyes', 'tada'];

/** One message with its author, content, reactions and what a teammate can do with it. */
export function renderMessage(workspace: Workspace, channel: SlackChannel, post: SlackPost, isInThread: boolean): Html {
  const { message } = post;
  const author = readAuthor(workspace, post);
  const time = new Date(Number(message.ts) * 1000);
  const replies = channel.replies.get(message.ts)?.length ?? 0;
  return html`<article class="message" data-ts="${message.ts}" data-author="${post.authorId}">
    <img class="picture" src="${author.image}" alt="" width="36" height="36" />
    <div class="content">
      <header>
        <b>${author.name}</b>
        ${author.isApp ? html`<span class="tag">app</span>` : ''}
        <time datetime="${time.toISOString()}" title="${time.toISOString()}">${time.toTimeString().slice(0, 5)}</time>
        ${message.edited ? html`<span class="note">(edited)</span>` : ''}
        ${post.isBroadcast && !isInThread ? html`<span class="note">replied to a thread</span>` : ''}
      </header>
      ${hasOwnLayout(message) ? renderBlocks(workspace, message.blocks ?? []) : html`<div class="text">${renderText(workspace, message.text)}</div>`}
      ${(message.files ?? []).map((file) => html`<div class="file">📎 ${String(file['name'])} <span class="note">${String(file['size'])} bytes</span></div>`)}
      ${renderReactions(workspace, message)}
      ${
        replies > 0 && !isInThread
          ? html`<button class="replies" data-open-thread="${message.ts}">
              ${replies} ${replies === 1 ? 'reply' : 'replies'}
            </button>`
          : ''
      }
    </div>
    ${message.subtype === 'tombstone' ? '' : renderActions(message, isInThread, author.isApp)}
  </article>`;
}

function renderActions(message: SlackMessage, isInThread: boolean, isApp: boolean): Html {
  return html`<div class="actions">
    ${QUICK_REACTIONS.map((name) => html`<button data-react="${name}" aria-label="React with ${name}">${renderEmoji(name)}</button>`)}
    ${isInThread ? '' : html`<button data-open-thread="${message.thread_ts ?? message.ts}">Reply</button>`}
    ${isApp ? '' : html`<button data-edit>Edit</button><button data-remove>Delete</button>`}
  </div>`;
}

function renderReactions(workspace: Workspace, message: SlackMessage): Html | '' {
  if (!message.reactions?.length) return '';
  return html`<div class="reactions">
    ${message.reactions.map(({ name, users }) => {
      const names = users.map((id) => workspace.users.get(id)?.displayName ?? id).join(', ');
      return html`<button data-react="${name}" title="${names} with :${name}:">
        ${renderEmoji(name)} ${users.length}
      </button>`;
    })}
  </div>`;
}

function readAuthor(
  workspace: Workspace,
  { message, authorId }: SlackPost,
): { name: string; image: string; isApp: boolean } {
  const user = workspace.users.get(authorId);
  const image = message.icons?.['image_72'] ?? user?.image ?? '';
  return { name: message.username ?? user?.displayName ?? 'Slackbot', image, isApp: user?.isBot ?? false };
}

function renderBlocks(workspace: Workspace, blocks: unknown[]): Html {
  return html`<div class="blocks">${blocks.map((block) => renderBlock(workspace, asObject(block)))}</div>`;
}

function renderBlock(workspace: Workspace, block: Record<string, unknown>): Html {
  if (block['type'] === 'divider') return html`<hr />`;
  if (block['type'] === 'header') return html`<h3>${readText(block['text'])}</h3>`;
  if (block['type'] === 'image')
    return html`<img class="image" src="${String(block['image_url'])}" alt="${String(block['alt_text'])}" />`;
  if (block['type'] === 'rich_text') return renderRichText(block);
  const items = [block['text'], ...asList(block['fields']), ...asList(block['elements'])].filter(
    (item) => item !== undefined,
  );
  const kind = block['type'] === 'context' ? 'context' : 'text';
  return html`<div class="${kind}">${items.map((item) => renderItem(workspace, item))}</div>`;
}

/** Its parts are shown as they are: nothing in them is markup. */
function renderRichText(block: Record<string, unknown>): Html {
  return html`${asList(block['elements'])
    .map(asObject)
    .map((part) => {
      const words = asList(part['elements']).map((element) =>
        asObject(asObject(element)['style'])['bold'] === true ? html`<b>${readText(element)}</b>` : readText(element),
      );
      return part['type'] === 'rich_text_quote'
        ? html`<blockquote style="white-space:pre-wrap">${words}</blockquote>`
        : html`<div class="text" style="white-space:pre-wrap">${words}</div>`;
    })}`;
}

function renderItem(workspace: Workspace, item: unknown): Html {
  if (typeof item === 'string') return renderText(workspace, item);
  const { type, url, image_url: image, alt_text: alt } = asObject(item);
  if (type === 'image') return html`<img class="icon" src="${String(image)}" alt="${String(alt)}" />`;
  if (type !== 'button') return html`<span class="part">${renderText(workspace, readText(item))}</span>`;
  const label = readText(asObject(item)['text']);
  return typeof url === 'string'
    ? html`<a class="button" href="${url}" target="_blank" rel="noreferrer noopener">${label}</a>`
    : html`<button disabled>${label}</button>`;
}

function readText(value: unknown): string {
  const { text } = asObject(value);
  return typeof text === 'string' ? text : '';
}

/** What people type comes as text and as rich text: the page shows the text. */
function hasOwnLayout({ blocks }: SlackMessage): boolean {
  return blocks?.some((block) => asObject(block)['type'] !== 'rich_text') ?? false;
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
