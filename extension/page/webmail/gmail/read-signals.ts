import { isGmailHexId, readGmailPayload, type GmailThreadRef } from '#shared/email/gmail-thread-id.ts';
import type { WebmailUrl } from '#shared/email/webmail-url.ts';
import { findFirst, findVisible, isVisible, readAttribute } from '../find-visible.ts';
import type { GmailSelectors } from './selectors.ts';

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
export function findSubject(
  document: Document,
  url: WebmailUrl,
  selectors: GmailSelectors,
): SubjectSignals | undefined {
  const bodies = selectors.body.join(',');
  const subjects = findVisible(document, selectors.subject).filter((heading) => heading.closest(bodies) === null);
  const readings = subjects.map((heading) => readSubject(heading, selectors));
  const chosen = chooseSubject(readings, url);
  return chosen ?? readWithoutSubject(document, selectors);
}

/** Whether something on screen is built like a mail, named or not. */
export function looksLikeMail(document: Document, { body, message }: GmailSelectors): boolean {
  return findVisible(document, [...body, ...message]).length > 0;
}

function readSubject(heading: HTMLElement, selectors: GmailSelectors): SubjectSignals {
  const container = findContainer(heading, selectors);
  const own = [readHexId(heading, selectors), readPermId(heading, selectors)].filter((thread) => thread !== undefined);
  return {
    text: readText(heading),
    container,
    isAmbiguous: false,
    ...collect(own, readSecondOpinions(container, selectors)),
  };
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
function readWithoutSubject(document: Document, selectors: GmailSelectors): SubjectSignals | undefined {
  const container = findVisible(document, selectors.view)[0];
  if (container === undefined) return undefined;
  const signals = collect([], readSecondOpinions(container, selectors));
  if (signals.secondOpinions === 0) return undefined;
  const bodies = selectors.body.join(',');
  const heading = findVisible(document, selectors.anyHeading)
    .filter((element) => element.closest(bodies) === null)
    .find((element) => isInTitle(document, readText(element)));
  if (heading === undefined) return undefined;
  return { text: readText(heading), container, isAmbiguous: false, ...signals };
}

function isInTitle(document: Document, text: string): boolean {
  return text !== '' && document.title.replace(/\s+/g, ' ').startsWith(`${text} - `);
}

/** The preview pane or view around the subject, or else its nearest ancestor that holds a message. */
function findContainer(heading: HTMLElement, { previewPane, view: views, message }: GmailSelectors): HTMLElement {
  const view = heading.closest<HTMLElement>([...previewPane, ...views].join(','));
  if (view !== null) return view;
  for (let box = heading.parentElement; box !== null; box = box.parentElement) {
    if (findFirst(box, message) !== undefined) return box;
  }
  return heading;
}

function readHexId(heading: Element, selectors: GmailSelectors): GmailThreadRef | undefined {
  const hex = readAttribute(heading, selectors.threadHexAttributes)?.toLowerCase();
  return hex !== undefined && isGmailHexId(hex) ? { kind: 'gmail-thread', id: hex, clientId: null } : undefined;
}

function readPermId(heading: Element, selectors: GmailSelectors): GmailThreadRef | undefined {
  return readGmailPayload(readAttribute(heading, selectors.threadPermAttributes)?.replace(/^#/, '') ?? '');
}

function readSecondOpinions(container: HTMLElement, selectors: GmailSelectors): GmailThreadRef[] {
  const bodies = selectors.body[0] ?? '.a3s';
  const threads: GmailThreadRef[] = [];
  const elements = [...container.querySelectorAll(selectors.secondOpinion.join(','))].slice(0, MAX_SECOND_OPINIONS);
  for (const element of elements) {
    const field = THREAD_FIELD.exec(element.getAttribute('jslog') ?? '')?.[1];
    if (field === undefined || element.closest(bodies) !== null || !isVisible(element)) continue;
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
