import type { PageMessage, PagePerson } from '#shared/contract/open-email.ts';
import { normaliseAddress } from '#shared/email/address.ts';
import { decimalToHexId, isGmailHexId } from '#shared/email/gmail-thread-id.ts';
import { findVisible, readAttribute } from '../find-visible.ts';
import { readShownDate } from '../read-shown-date.ts';
import type { GmailSelectors } from './selectors.ts';

const MAX_MESSAGES = 100;
const MAX_RECIPIENTS = 100;
const MAX_PARTICIPANTS = 200;
const MAX_NAME_LENGTH = 200;

/** The messages on screen inside `container`, in the page's order. Of more than 100 the newest are kept. */
export function readMessages(container: HTMLElement, language: string, selectors: GmailSelectors): PageMessage[] {
  return findMessageBoxes(container, selectors)
    .slice(-MAX_MESSAGES)
    .map((box) => readMessage(box, language, selectors))
    .filter(({ id, from }) => id !== null || from !== null);
}

/** Everybody named in the messages, once each: senders first, the newest first, then recipients. */
export function listParticipants(messages: readonly PageMessage[], account: string): PagePerson[] {
  const newestFirst = messages.toReversed();
  const named = [...newestFirst.map(({ from }) => from), ...newestFirst.flatMap(({ to }) => to)];
  const people = new Map<string, PagePerson>();
  for (const person of named) {
    if (person === null) continue;
    const known = people.get(person.address);
    // Among recipients Gmail calls the reader “me”, in the page's language.
    const name = person.address === account && !isSender(person, messages) ? '' : person.name;
    if (known === undefined) people.set(person.address, { name, address: person.address });
    else if (known.name === '') known.name = name;
  }
  return [...people.values()].slice(0, MAX_PARTICIPANTS);
}

function isSender(person: PagePerson, messages: readonly PageMessage[]): boolean {
  return messages.some(({ from }) => from === person);
}

/** The outermost boxes: an expanded message is a box inside a box. */
function findMessageBoxes(container: HTMLElement, selectors: GmailSelectors): HTMLElement[] {
  const bodies = selectors.body.join(',');
  const boxes = findVisible(container, selectors.message).filter((box) => box.closest(bodies) === null);
  const outermost: HTMLElement[] = [];
  for (const box of boxes) {
    if (!(outermost.at(-1)?.contains(box) ?? false)) outermost.push(box);
  }
  return outermost;
}

function readMessage(box: HTMLElement, language: string, selectors: GmailSelectors): PageMessage {
  const bodies = selectors.body.join(',');
  const date = readDate(box, selectors.date, bodies);
  return {
    id: readMessageId(box, selectors),
    from: readPeople(box, selectors.sender, bodies)[0] ?? null,
    to: readPeople(box, selectors.recipient, bodies).slice(0, MAX_RECIPIENTS),
    date,
    dateUtc: date === null ? null : readShownDate(date, language),
  };
}

/** The API's id; null when the two places that name it differ, which happens just after something was sent. */
function readMessageId(box: HTMLElement, selectors: GmailSelectors): string | null {
  const { messageHexAttributes: hex, messagePermAttributes: perm } = selectors;
  const selector = [...hex, ...perm].map((name) => `[${name}]`).join(',');
  const element = box.matches(selector) ? box : box.querySelector(selector);
  const shown = readAttribute(element, hex)?.toLowerCase() ?? '';
  const decimal = /^#?msg-f:([1-9]\d{0,19})$/.exec(readAttribute(element, perm) ?? '')?.[1];
  const computed = decimal === undefined ? undefined : decimalToHexId(decimal);
  if (!isGmailHexId(shown)) return computed ?? null;
  return computed === undefined || computed === shown ? shown : null;
}

/** The people at the first selector that finds any, each address once. */
function readPeople(box: HTMLElement, selectors: readonly string[], bodies: string): PagePerson[] {
  for (const selector of selectors) {
    const people = new Map<string, PagePerson>();
    for (const element of box.querySelectorAll(selector)) {
      if (element.closest(bodies) !== null) continue;
      const address = normaliseAddress(element.getAttribute('email') ?? '');
      if (address === undefined || people.has(address)) continue;
      people.set(address, { name: readName(element, address), address });
    }
    if (people.size > 0) return [...people.values()];
  }
  return [];
}

function readName(element: Element, address: string): string {
  const name = (element.getAttribute('name') ?? '').slice(0, MAX_NAME_LENGTH).trim();
  return name.toLowerCase() === address ? '' : name;
}

function readDate(box: HTMLElement, selectors: readonly string[], bodies: string): string | null {
  for (const selector of selectors) {
    for (const element of box.querySelectorAll(selector)) {
      const title = element.getAttribute('title')?.replace(/\s+/g, ' ').trim();
      if (title && /\p{Nd}/u.test(title) && element.closest(bodies) === null) return title.slice(0, 120);
    }
  }
  return null;
}
