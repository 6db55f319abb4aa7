import { findOutlookIdKind, toGraphId } from '#shared/email/outlook-id.ts';
import { normaliseSubject } from '#shared/email/subject.ts';
import { findVisible } from '../find-visible.ts';
import type { OutlookSelectors } from './selectors.ts';

/** A row of the list, as far as it says which thread it is. */
export type Row = {
  /** As Graph writes it; null where the row names none that can be read. */
  id: string | null;
  isSelected: boolean;
  element: HTMLElement;
};

const MAX_SUBJECT_LENGTH = 500;
/** More of a mail than this is not compared. */
const MAX_CONTENT_LENGTH = 4000;
const MAX_ROWS = 200;

/** The visible rows of the list. */
export function readRows(document: Document, selectors: OutlookSelectors): Row[] {
  const outside = [...selectors.open, ...selectors.body].join(',');
  for (const selector of selectors.row) {
    const elements = findVisible(document, [selector]).filter((element) => element.closest(outside) === null);
    if (elements.length > 0) return elements.slice(0, MAX_ROWS).map((element) => readRow(element, selectors));
  }
  return [];
}

function readRow(element: HTMLElement, selectors: OutlookSelectors): Row {
  const value = selectors.rowIdAttributes.map((name) => element.getAttribute(name)).find((text) => text !== null) ?? '';
  const id = findOutlookIdKind(value) === 'outlook-conversation' ? toGraphId(value) : null;
  return { id, isSelected: element.getAttribute('aria-selected') === 'true', element };
}

/** The boxes on screen in which a thread or message is open. A box that is there and empty is none. */
export function findOpenBoxes(document: Document, selectors: OutlookSelectors): HTMLElement[] {
  const boxes = findVisible(document, selectors.open).filter((box) => (box.textContent ?? '').trim() !== '');
  return boxes.filter((box) => !boxes.some((other) => other !== box && other.contains(box)));
}

/** Whether something on screen is built like a mail. */
export function looksLikeMail(document: Document, selectors: OutlookSelectors): boolean {
  const [first = '', second = ''] = selectors.body;
  return (
    findVisible(
      document,
      [first, second].filter((selector) => selector !== ''),
    ).length > 0
  );
}

/** The subject of the open thread: inside its box, or else before it in the pane; undefined where none is to be seen. */
export function readSubject(open: HTMLElement, selectors: OutlookSelectors): string | undefined {
  const bodies = selectors.body.join(',');
  const messages = selectors.message.join(',');
  const pane = open.closest<HTMLElement>(selectors.pane.join(','));
  // A heading within a message is believed last: it can be anything.
  for (const outside of [`${bodies},${messages}`, bodies]) {
    for (const box of pane === null ? [open] : [open, pane]) {
      for (const selector of selectors.subject) {
        const heading = findVisible(box, [selector]).find((element) => element.closest(outside) === null);
        const text = heading === undefined ? '' : readText(heading);
        if (text !== '') return text.slice(0, MAX_SUBJECT_LENGTH);
      }
    }
  }
  return undefined;
}

/** What the pane shows, to tell later whether it still shows the same. */
export function readContent(open: HTMLElement): string {
  return (open.textContent ?? '').slice(0, MAX_CONTENT_LENGTH).replace(/\s+/g, ' ').trim();
}

/** Whether some text of the row, alone in its element or in its label, is this subject. */
export function hasSubject({ element }: Row, subject: string): boolean {
  const wanted = toComparable(subject);
  if (wanted === '') return false;
  const leaves = [element, ...element.querySelectorAll('*')];
  return leaves.some((leaf) => toComparable(readOwnText(leaf)) === wanted || isTitled(leaf, wanted));
}

/** Whether the subject stands anywhere in the row. */
export function mentionsSubject({ element }: Row, subject: string): boolean {
  const wanted = toComparable(subject);
  const texts = [element.textContent ?? '', element.getAttribute('aria-label') ?? ''];
  return wanted !== '' && texts.some((text) => toComparable(text.slice(0, MAX_CONTENT_LENGTH)).includes(wanted));
}

function isTitled(element: Element, wanted: string): boolean {
  return toComparable(element.getAttribute('title') ?? '') === wanted;
}

/** The element's text, but not that of a box with several texts in it. */
function readOwnText(element: Element): string {
  return element.childElementCount <= 1 ? (element.textContent ?? '') : '';
}

/** Subjects are cut, prefixed and spaced differently in list and pane. */
function toComparable(text: string): string {
  return normaliseSubject(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

function readText(element: HTMLElement): string {
  return (element.textContent ?? '')
    .slice(0, MAX_SUBJECT_LENGTH * 4)
    .replace(/\s+/g, ' ')
    .trim();
}
