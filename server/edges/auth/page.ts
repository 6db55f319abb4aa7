import { randomBytes } from 'node:crypto';
import type { Context } from 'hono';
import { html, raw } from 'hono/html';
import type { Problem } from '#server/kernel/problem.ts';
import { pageStyle } from './page-style.ts';
import { inPageLanguage, pageLanguage } from './words/page-words.ts';

export type Markup = ReturnType<typeof html>;

export interface Page {
  readonly title: string;
  readonly body: Markup;
  readonly status?: 200 | 400 | 403 | 404 | 410 | 429 | 503;
  /** Whether the page closes itself after a while, by the one script that it may run. */
  readonly closes?: boolean;
  /** Another origin to which this page's form may lead. */
  readonly formTarget?: string;
}

/**
 * Sends a page of plain HTML that runs no script of anybody's, loads nothing from anywhere and can't be framed. Its address is
 * never told to other sites, since some carry a one-time token.
 */
export function sendPage(c: Context, page: Page): Response | Promise<Response> {
  const nonce = randomBytes(16).toString('base64');
  const script = page.closes === true ? `; script-src 'nonce-${nonce}'` : '';
  const target = page.formTarget === undefined ? '' : ` ${page.formTarget}`;
  c.header(
    'content-security-policy',
    `default-src 'none'; style-src 'nonce-${nonce}'${script}; form-action 'self'${target}; base-uri 'none'; frame-ancestors 'none'`,
  );
  c.header('x-frame-options', 'DENY');
  c.header('x-content-type-options', 'nosniff');
  // Not no-referrer: with it browsers send "Origin: null" along with our own forms.
  c.header('referrer-policy', 'same-origin');
  c.header('cross-origin-opener-policy', 'same-origin');
  c.header('cache-control', 'no-store');
  return c.html(layout(page, pageLanguage(c), nonce), page.status ?? 200);
}

function layout(page: Page, language: string, nonce: string): Markup {
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${page.title} · Sidethread</title>
        <style nonce="${nonce}">
          ${raw(pageStyle)}
        </style>
      </head>
      <body>
        <main>
          <p class="brand">${mark} Sidethread</p>
          ${page.body}
        </main>
        ${page.closes === true ? raw(`<script nonce="${nonce}">setTimeout(() => close(), 4000)</script>`) : ''}
      </body>
    </html>`;
}

/** The extension's own mark, in the page's accent. */
const mark = raw(
  '<svg viewBox="0 0 20 20" fill="none" stroke="var(--on-accent)" stroke-linecap="round" aria-hidden="true"><rect x="1.25" y="1.25" width="17.5" height="17.5" rx="5" fill="var(--accent)" stroke="none"/><path d="M5.5 6.25h4M5.5 10h4M5.5 13.75h4" stroke-width="1.5" opacity=".6"/><path d="M13.75 5v2.25c0 1.5-1.5 1.5-1.5 2.75s1.5 1.25 1.5 2.75V15" stroke-width="1.75"/></svg>',
);

/** What went wrong, in the browser's language, announced to screen readers as soon as the page is shown. */
export function wrong(c: Context, problem: Problem | string | undefined): Markup | '' {
  if (problem === undefined) return '';
  const sentence = typeof problem === 'string' ? problem : problem.message;
  return html`<p class="wrong" role="alert">${inPageLanguage(c, sentence)}</p>`;
}

export interface Field {
  readonly name: string;
  readonly label: string;
  readonly type: 'text' | 'email' | 'password';
  readonly autocomplete: string;
  readonly value?: string;
  readonly hint?: string;
  readonly minLength?: number;
  readonly readOnly?: boolean;
}

/** A labelled text field that must be filled. */
export function field(one: Field): Markup {
  return html`<label
    >${one.label} ${one.hint === undefined ? '' : html`<span class="soft">${one.hint}</span>`}
    <input
      name="${one.name}"
      type="${one.type}"
      autocomplete="${one.autocomplete}"
      value="${one.value ?? ''}"
      ${one.minLength === undefined ? '' : raw(`minlength="${one.minLength}"`)}
      ${one.readOnly === true ? raw('readonly') : ''}
      required
  /></label>`;
}

/** Fields that a form sends along without showing them. */
export function hidden(values: Readonly<Record<string, string>>): Markup {
  return html`${Object.entries(values).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
  )}`;
}
