import type { PagePerson } from '#shared/contract/open-email.ts';
import { cleanName, parseAddress } from '#shared/email/address.ts';
import { findVisible, isVisible } from '../find-visible.ts';
import type { OutlookSelectors } from './selectors.ts';

const MAX_RECIPIENTS = 100;
/** “From: x”, “De : x”, “差出人：x”: some words in any language, a colon, and the rest. */
const LABELLED = /^[^:：@<]{1,40}?\s*[:：]\s*(?<value>\S.*)$/su;
/** The same where a label may stand alone. */
const LABEL = /^[\p{L}\p{M}][\p{L}\p{M}\p{P} ]{0,24}?\s*[:：]\s*/u;
/** “+3 others”, “3 more”: not a person. */
const COUNT = /^[+&]?\s*\p{Nd}/u;
const TIME_OF_DAY = /\p{Nd}{1,2}[:.٫]\p{Nd}{2}/u;

/**
 * The sender of a message: by structure, not by words, which are in the page's language. An element's label is some
 * word, a colon and a name or address, and its text is that very name or address. Null where no element is so.
 */
export function readSender(box: Element, selectors: OutlookSelectors): PagePerson | null {
  const outside = [...selectors.body, ...selectors.recipients].join(',');
  for (const selector of selectors.sender) {
    for (const element of box.querySelectorAll(selector)) {
      // Looked at in this order: whether an element can be seen is the dearest question.
      const person = element.closest(outside) === null ? readLabelled(element) : undefined;
      if (person !== undefined && isVisible(element)) return person;
    }
  }
  return null;
}

function readLabelled(element: Element): PagePerson | undefined {
  const label = clean(element.getAttribute('aria-label') ?? '');
  const value = LABELLED.exec(label)?.groups?.['value'];
  const text = clean(element.textContent ?? '');
  if (value === undefined || text === '' || text.length > 600 || TIME_OF_DAY.test(text)) return undefined;
  const shown = readPerson(text);
  const said = readPerson(value);
  const isSame = text === value || shown.name === said.name || (said.address !== '' && shown.address === said.address);
  if (!isSame || (shown.name === '' && shown.address === '')) return undefined;
  const name = shown.name || said.name;
  return { name, address: shown.address || said.address || findAddress(element) };
}

/** Everybody whom a message names as recipients, each once. */
export function readRecipients(box: Element, selectors: OutlookSelectors): PagePerson[] {
  const people = new Map<string, PagePerson>();
  const bodies = selectors.body.join(',');
  for (const selector of selectors.recipients) {
    const wells = findVisible(box, [selector]).filter((well) => well.closest(bodies) === null);
    for (const person of wells.flatMap(readWell)) people.set(person.address || person.name, person);
    if (people.size > 0) break;
  }
  return [...people.values()].slice(0, MAX_RECIPIENTS);
}

/** A well holds each recipient in an element of its own, or all in one text with semicolons between. */
function readWell(well: Element): PagePerson[] {
  const leaves = [...well.querySelectorAll('*')].filter((element) => element.childElementCount === 0);
  const pieces = leaves.length === 0 ? [well] : leaves;
  return pieces.flatMap((piece) => {
    const names = clean(piece.textContent ?? '')
      .split(/[;；]/)
      .map((part) =>
        part
          .trim()
          .replace(LABEL, '')
          .replace(/^[,،、]\s*|\s*[,،、]$/gu, '')
          .trim(),
      )
      .filter((part) => /[\p{L}\p{N}]/u.test(part) && !COUNT.test(part));
    const people = names.map(readPerson);
    const [only, ...others] = people;
    if (only === undefined || others.length > 0 || only.address !== '') return people;
    return [{ ...only, address: findAddress(piece, well) }];
  });
}

/** `Name<address>`, a bare address, or a bare name. */
export function readPerson(text: string): PagePerson {
  const parsed = parseAddress(text);
  if (parsed !== undefined) return parsed;
  return { name: cleanName(text), address: '' };
}

/** An address that the element, or one directly around it, carries beside its text. */
function findAddress(element: Element, until?: Element): string {
  for (let box: Element | null = element; box !== null; box = box.parentElement) {
    for (const name of ['title', 'data-email', 'email']) {
      const address = parseAddress(box.getAttribute(name) ?? '')?.address;
      if (address !== undefined) return address;
    }
    if (until === undefined || box === until) return '';
  }
  return '';
}

/** One line, without the marks that turn the direction of text. */
function clean(text: string): string {
  return text
    .slice(0, 20_000)
    .replace(/[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}
