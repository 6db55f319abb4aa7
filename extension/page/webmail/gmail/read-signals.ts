import { isGmailHexId, readGmailPayload, type GmailThreadRef } from '#shared/email/gmail-thread-id.ts';
import type { WebmailUrl } from '#shared/email/webmail-url.ts';
import { findFirst, findVisible, isVisible } from '../find-visible.ts';
import {
  ANY_HEADING,
  BODY,
  MESSAGE,
  SECOND_OPINION,
  SUBJECT,
  THREAD_HEX_ATTRIBUTE,
  THREAD_PERM_ATTRIBUTE,
  VIEW,
} from './selectors.ts';

/** What the page says about the one conversation on screen. */
export type SubjectSignals = {
  text: string;
  /** The box that holds the conversation's messages. */
  container: HTMLElement;
  /** Each different API thread id that the page names, best first. */
  hexIds: string[];
  /** Each different `a:r…` id. */
  clientIds: string[];
  /** How many ids of the subject, and how many second opinions, named a thread: two sources that lag apart. */
  subjectSignals: number;
  secondOpinions: number;
  /** Several subjects are on screen and nothing says which is the open one. */
  isAmbiguous: boolean;
};

const MAX_SECOND_OPINIONS = 40;
const MAX_SUBJECT_LENGTH = 500;
/** `jslog` fields look like `1:<base64>`; the first holds the thread: `["#thread-f:1857522857654995521"]`. */
const THREAD_FIELD = /(?:^|;)\s*1:([A-Za-z0-9+/_-]+=*)/;
const THREAD_IN_FIELD = /#?thread-((?:f|a):[a-z0-9-]+)/g;

/** Finds the conversation on screen; undefined when no subject is to be seen and no message names its thread. */
export function findSubject(document: Document, url: WebmailUrl): SubjectSignals | undefined {
  const bodies = BODY.join(',');
  const subjects = findVisible(document, SUBJECT).filter((heading) => heading.closest(bodies) === null);
  const readings = subjects.map(readSubject);
  const chosen = chooseSubject(readings, url);
  return chosen ?? readWithoutSubject(document);
}

/** Whether something on screen is built like a mail, named or not. */
export function looksLikeMail(document: Document): boolean {
  return findVisible(document, [...BODY, ...MESSAGE]).length > 0;
}

function readSubject(heading: HTMLElement): SubjectSignals {
  const container = findContainer(heading);
  const own = [readHexId(heading), readPermId(heading)].filter((thread) => thread !== undefined);
  return { text: readText(heading), container, isAmbiguous: false, ...collect(own, readSecondOpinions(container)) };
}

/** Takes the one subject on screen; of several, the one that agrees with the address. */
function chooseSubject(readings: SubjectSignals[], url: WebmailUrl): SubjectSignals | undefined {
  const [first] = readings;
  if (first === undefined || readings.length === 1) return first;
  const agreeing = readings.filter((reading) => agrees(reading, url));
  const candidates = url.kind === 'none' ? readings : agreeing;
  const names = new Set(candidates.map(({ hexIds, clientIds }) => [...hexIds, ...clientIds].join()));
  const [candidate] = candidates;
  if (candidate !== undefined && names.size === 1) return candidate;
  return { ...first, isAmbiguous: true };
}

function agrees(reading: SubjectSignals, url: WebmailUrl): boolean {
  if (url.kind === 'gmail-thread') return url.id !== null && reading.hexIds.includes(url.id);
  return url.clientThreadId !== null && reading.clientIds.includes(url.clientThreadId);
}

/** A page whose subject lost its marks: the messages may still name the thread, and the title the subject. */
function readWithoutSubject(document: Document): SubjectSignals | undefined {
  const container = findVisible(document, VIEW)[0];
  if (container === undefined) return undefined;
  const signals = collect([], readSecondOpinions(container));
  if (signals.secondOpinions === 0) return undefined;
  const bodies = BODY.join(',');
  const heading = findVisible(document, ANY_HEADING)
    .filter((element) => element.closest(bodies) === null)
    .find((element) => isInTitle(document, readText(element)));
  if (heading === undefined) return undefined;
  return { text: readText(heading), container, isAmbiguous: false, ...signals };
}

function isInTitle(document: Document, text: string): boolean {
  return text !== '' && document.title.replace(/\s+/g, ' ').startsWith(`${text} - `);
}

/** The preview pane or view around the subject, or else its nearest ancestor that holds a message. */
function findContainer(heading: HTMLElement): HTMLElement {
  const view = heading.closest<HTMLElement>(['.aia', ...VIEW].join(','));
  if (view !== null) return view;
  for (let box = heading.parentElement; box !== null; box = box.parentElement) {
    if (findFirst(box, MESSAGE) !== undefined) return box;
  }
  return heading;
}

function readHexId(heading: Element): GmailThreadRef | undefined {
  const hex = heading.getAttribute(THREAD_HEX_ATTRIBUTE)?.toLowerCase();
  return hex !== undefined && isGmailHexId(hex) ? { kind: 'gmail-thread', id: hex, clientId: null } : undefined;
}

function readPermId(heading: Element): GmailThreadRef | undefined {
  return readGmailPayload(heading.getAttribute(THREAD_PERM_ATTRIBUTE)?.replace(/^#/, '') ?? '');
}

function readSecondOpinions(container: HTMLElement): GmailThreadRef[] {
  const threads: GmailThreadRef[] = [];
  const elements = [...container.querySelectorAll(SECOND_OPINION.join(','))].slice(0, MAX_SECOND_OPINIONS);
  for (const element of elements) {
    const field = THREAD_FIELD.exec(element.getAttribute('jslog') ?? '')?.[1];
    if (field === undefined || element.closest('.a3s') !== null || !isVisible(element)) continue;
    for (const [, payload = ''] of decodeBase64(field).matchAll(THREAD_IN_FIELD)) {
      const thread = readGmailPayload(payload);
      if (thread !== undefined) threads.push(thread);
    }
  }
  return threads;
}

type Named = Pick<SubjectSignals, 'hexIds' | 'clientIds' | 'subjectSignals' | 'secondOpinions'>;

function collect(own: GmailThreadRef[], opinions: GmailThreadRef[]): Named {
  const threads = [...own, ...opinions];
  const hexIds = new Set(threads.map(({ id }) => id).filter((id) => id !== null));
  const clientIds = new Set(threads.map(({ clientId }) => clientId).filter((id) => id !== null));
  return {
    hexIds: [...hexIds],
    clientIds: [...clientIds],
    subjectSignals: own.length,
    secondOpinions: opinions.length,
  };
}

function readText(heading: HTMLElement): string {
  return (heading.textContent ?? '')
    .slice(0, MAX_SUBJECT_LENGTH * 4)
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, MAX_SUBJECT_LENGTH);
}

function decodeBase64(text: string): string {
  try {
    return atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  } catch {
    return '';
  }
}
