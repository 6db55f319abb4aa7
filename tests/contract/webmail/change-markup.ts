import type { Page } from 'playwright-core';

/** What a change can do to a page. Runs inside the page after each of its own changes, so it must not pile up. */
export interface Markup {
  /** HTML (or attributes) that name another thread than any of the tests. */
  readonly other: string;
  all(selector: string): HTMLElement[];
  /** Takes attributes away. */
  strip(selector: string, ...names: string[]): void;
  set(selector: string, name: string, value: string): void;
  rename(selector: string, from: string, to: string): void;
  remove(selector: string): void;
  /** Turns elements into ones of another tag, with the same attributes and content. */
  retag(selector: string, tag: string): void;
  /** Moves the first match to the front of a box. */
  moveTo(selector: string, box: string): void;
  /** Puts HTML at the front of a box, once. */
  insert(box: string, html: string): void;
}

export type Change = (markup: Markup) => void;

/** From now on every document of the page is changed so, before anybody looks at it. */
export async function changeMarkup(page: Page, change: Change, other: string): Promise<void> {
  // Serialised: both functions refer to nothing outside themselves.
  await page.addInitScript(`(${keepChanged.toString()})(${change.toString()}, ${JSON.stringify(other)})`);
}

/** A policy that passes HTML on; undefined where the page has no such checks. */
type TrustedTypes = { createPolicy(name: string, rules: { createHTML(html: string): string }): HtmlPolicy };
type HtmlPolicy = { createHTML(html: string): string };

function keepChanged(change: Change, foreign: string): void {
  const { trustedTypes } = window as unknown as { trustedTypes?: TrustedTypes };
  // The stand-in's policy allows this name, too.
  const policy = trustedTypes?.createPolicy('changes', { createHTML: (html) => html });
  const markup: Markup = {
    other: foreign,
    all: (selector) => [...document.querySelectorAll<HTMLElement>(selector)],
    strip(selector, ...names) {
      for (const element of markup.all(selector)) {
        for (const name of names) if (element.hasAttribute(name)) element.removeAttribute(name);
      }
    },
    set(selector, name, value) {
      for (const element of markup.all(selector)) {
        if (element.getAttribute(name) !== value) element.setAttribute(name, value);
      }
    },
    rename(selector, from, to) {
      for (const element of markup.all(selector)) {
        const value = element.getAttribute(from);
        if (value === null) continue;
        element.setAttribute(to, value);
        element.removeAttribute(from);
      }
    },
    remove(selector) {
      for (const element of markup.all(selector)) element.remove();
    },
    retag(selector, tag) {
      for (const element of markup.all(selector)) {
        const other = document.createElement(tag);
        for (const { name, value } of element.attributes) other.setAttribute(name, value);
        other.append(...element.childNodes);
        element.replaceWith(other);
      }
    },
    moveTo(selector, box) {
      const element = markup.all(selector)[0];
      const to = markup.all(box)[0];
      if (element === undefined || to === undefined || to.firstElementChild === element) return;
      for (const moved of markup.all('[data-moved]')) if (moved !== element) moved.remove();
      element.dataset['moved'] = '';
      to.prepend(element);
    },
    insert(box, html) {
      for (const element of markup.all(box)) {
        if (element.dataset['inserted'] !== undefined) continue;
        element.dataset['inserted'] = '';
        element.insertAdjacentHTML('afterbegin', policy?.createHTML(html) ?? html);
        // The page's policy refuses style attributes in HTML; setting them is allowed.
        for (const styled of element.querySelectorAll<HTMLElement>('[style]'))
          styled.style.cssText = styled.getAttribute('style') ?? '';
      }
    },
  };
  const observer = new MutationObserver(apply);
  function apply(): void {
    change(markup);
    // What the change itself did is no reason to look again.
    observer.takeRecords();
  }
  observer.observe(document, { subtree: true, childList: true, attributes: true });
}
