import type { PageMessage, PagePerson } from '#shared/contract/open-email.ts';
import { findVisible, isVisible } from '../find-visible.ts';
import { readShownDate } from '../read-shown-date.ts';
import { readRecipients, readSender } from './read-people.ts';
import type { OutlookSelectors } from './selectors.ts';

const MAX_MESSAGES = 100;
const MAX_PARTICIPANTS = 200;
const MAX_DATE_LENGTH = 80;
const TIME_OF_DAY = /\p{Nd}{1,2}[:.٫]\p{Nd}{2}/u;

/** The messages on screen inside `container`, in the page's order; oldest first where every date can be read. */
export function readMessages(container: HTMLElement, language: string, selectors: OutlookSelectors): PageMessage[] {
  const messages = findMessageBoxes(container, selectors)
    .map((box) => readMessage(box, language, selectors))
    .filter(({ from, to }) => from !== null || to.length > 0);
  const isDated = messages.every(({ dateUtc }) => dateUtc !== null);
  const ordered = isDated
    ? messages.toSorted((left, right) => (left.dateUtc ?? '').localeCompare(right.dateUtc ?? ''))
    : messages;
  return ordered.slice(-MAX_MESSAGES);
}

/**
 * Everybody named in the messages, once each: senders first, the newest first, then recipients. The page's own person
 * is left out where only the name is shown: it is no customer, and no address is to be made up for it.
 */
export function listParticipants(messages: readonly PageMessage[], isOwn: (name: string) => boolean): PagePerson[] {
  const newestFirst = messages.toReversed();
  const named = [...newestFirst.map(({ from }) => from), ...newestFirst.flatMap(({ to }) => to)].filter(
    (person) => person !== null,
  );
  const withAddress = named.filter(({ address }) => address !== '');
  const people = new Map<string, PagePerson>();
  for (const { name, address } of named) {
    if (address === '' && (isOwn(name) || withAddress.some((one) => one.name === name))) continue;
    const key = address || `name:${name}`;
    const known = people.get(key);
    if (known === undefined) people.set(key, { name, address });
    else if (known.name === '') known.name = name;
  }
  return [...people.values()].slice(0, MAX_PARTICIPANTS);
}

/** The outermost boxes marked as messages; without such marks, the largest box around each body. */
function findMessageBoxes(container: HTMLElement, selectors: OutlookSelectors): HTMLElement[] {
  const bodies = selectors.body.join(',');
  const outermost: HTMLElement[] = [];
  for (const box of findVisible(container, selectors.message)) {
    if (box.closest(bodies) !== null || (outermost.at(-1)?.contains(box) ?? false)) continue;
    outermost.push(box);
  }
  if (outermost.some((box) => readSender(box, selectors) !== null)) return outermost;
  const found = findVisible(container, selectors.body).filter(
    (body) => (body.parentElement?.closest(bodies) ?? null) === null,
  );
  return found.map((body) => findLargestBox(body, found, container));
}

function findLargestBox(body: HTMLElement, bodies: readonly HTMLElement[], container: HTMLElement): HTMLElement {
  let box = body;
  for (let next = box.parentElement; next !== null && container.contains(next); next = next.parentElement) {
    const around = next;
    if (bodies.some((other) => other !== body && around.contains(other))) break;
    box = next;
  }
  return box;
}

function readMessage(box: HTMLElement, language: string, selectors: OutlookSelectors): PageMessage {
  const date = readDate(box, selectors);
  return {
    // The page names no message; see `withItemId`.
    id: null,
    from: readSender(box, selectors),
    to: readRecipients(box, selectors),
    date,
    dateUtc: date === null ? null : readShownDate(date, language),
  };
}

/** Where the address names one message and one is shown, that is its id. */
export function withItemId(messages: PageMessage[], itemId: string | null): PageMessage[] {
  const [only, ...others] = messages;
  return only === undefined || others.length > 0 || itemId === null ? messages : [{ ...only, id: itemId }];
}

/** The shown date: what is marked as one, or else the first short text with a time of day outside what people wrote. */
function readDate(box: HTMLElement, selectors: OutlookSelectors): string | null {
  const outside = [...selectors.body, ...selectors.recipients].join(',');
  const marked = [...box.querySelectorAll(selectors.date.join(','))].filter((each) => each.closest(outside) === null);
  for (const element of [...marked, ...walkLeaves(box, outside)]) {
    const texts = [element.getAttribute('title') ?? '', element.textContent ?? ''];
    const date = texts.map((text) => text.replace(/\s+/g, ' ').trim()).find(isDate);
    if (date !== undefined && isVisible(element)) return date;
  }
  return null;
}

/** The innermost elements of a message's own part. What is inside `outside` is not looked at: a mail can be huge. */
function* walkLeaves(box: HTMLElement, outside: string): Generator<Element> {
  const walker = box.ownerDocument.createTreeWalker(box, NodeFilter.SHOW_ELEMENT, (node) =>
    node instanceof Element && node.matches(outside) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
  );
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    if (node instanceof Element && node.childElementCount === 0) yield node;
  }
}

function isDate(text: string): boolean {
  return text.length <= MAX_DATE_LENGTH && TIME_OF_DAY.test(text) && /\p{Nd}\D+\p{Nd}+\D+\p{Nd}/u.test(text);
}
