/**
 * Where Outlook's page keeps what the sidebar needs. As of 2026-11-20; each list is in order of trust, each example is
 * markup in the shape that Outlook had on the date beside it, with invented people. No class is used: they are hashes
 * of a build. When Outlook changes, mend this file.
 */
export const SELECTORS_DATE = '2026-11-20';

export const outlookSelectors = {
  /** The reading pane. It is there, too, while nothing is open. */
  pane: [
    '[role="main"][data-app-section="MailReadCompose"]', // 2025: <div role="main" data-app-section="MailReadCompose" aria-label="Reading pane">
    '[data-app-section="MailReadCompose"]',
    '#ReadingPaneContainerId', // 2025: the box around it
  ],
  /** What is in the pane only while a thread, or (in a window of its own) one message, is open. */
  open: [
    '#ConversationReadingPaneContainer', // 2025: <div id="ConversationReadingPaneContainer">
    '#ItemReadingPaneContainer', // 2025, told by other extensions: one message in a window of its own
  ],
  /** The open thread's subject. */
  subject: [
    'span[id$="_SUBJECT"]', // 2025: <span id="x_SUBJECT" title="Subject">Subject</span>
    '[id$="_SUBJECT"]',
    '[role="heading"]', // 2025: <div role="heading" aria-level="2"> around the span
    'h1, h2, h3',
  ],
  /** The list of threads, and a thread in it. The list is virtualised: the open one may not be there. */
  list: ['#MailList [role="listbox"]', '#MailList', '[role="listbox"]'],
  row: [
    '[role="option"][data-convid]', // 2025: <div role="option" data-convid="AAQk…" aria-selected="true">
    '[data-convid]',
  ],
  /** The attribute of a row that names its thread. */
  rowIdAttributes: ['data-convid'], // 2025: "AAQkADAw…=", standard base64
  /** One message of the thread. */
  message: [
    '[role="listitem"]', // 2025: <div role="listitem">
  ],
  /** The part of a message that its sender wrote, and answers being written: nothing in it is ever read. */
  body: [
    '[id^="UniqueMessageBody"]', // 2025: <div id="UniqueMessageBody_2" aria-label="Message body">
    '[role="document"]', // 2025: the box around it
    '[role="textbox"]',
    '[contenteditable="true"]',
  ],
  /** The recipients of a message; the text begins with “To:” in the page's language. */
  recipients: [
    '[data-testid="RecipientWell"]', // 2025: <div data-testid="RecipientWell"><span>To: Jane Doe</span></div>
    '[data-testid*="Recipient"]',
  ],
  /** Where a sender stands: `aria-label` is “From: Jack Daniels” in the page's language, the text is the name. */
  sender: [
    '[role="region"] [aria-label]', // 2025: <span role="region"><span aria-label="From: Jack Daniels">
    '[aria-label]',
  ],
  /** The shown date, where it is marked; otherwise it is found by its form. */
  date: [
    '[data-testid="SentReceivedSavedTime"]', // not in any markup at hand
    'time',
  ],
  /** The button of the signed-in person; consumer accounts have no address in its label. */
  account: [
    '#O365_MainLink_Me', // 2025: <button id="O365_MainLink_Me" aria-label="Account manager for Jane Doe, jane@acme.example">
    '[id^="O365_MainLink_Me"]',
  ],
  /** The root of a mailbox in the folder tree; several where several accounts are open. */
  mailboxRoot: [
    '[id^="primaryMailboxRoot"]', // 2025: <div id="primaryMailboxRoot_1" data-folder-name="jane@acme.example" title="…">
  ],
  /** Entries of the folder tree; on outlook.live.com its roots carry the address as title. */
  folder: ['[role="tree"] [role="treeitem"]'],
  /** The folder whose mails are listed: with several mailboxes in the tree it says which of them is open. */
  selectedFolder: [
    '[role="tree"] [role="treeitem"][aria-selected="true"]', // not in any markup at hand; ARIA's own way
  ],
  /** The page's outermost layout. */
  layout: ['#app', '#appContainer', 'body > [role="banner"]', 'body > [role="main"]'],
  /** What Outlook paints behind a mail: tells light from dark. */
  surface: ['[data-app-section="MailReadCompose"]', '#ReadingPaneContainerId', '#MailList', '#app'],
  /** What takes the keyboard when it comes back from the sidebar. */
  focus: [
    '#ConversationReadingPaneContainer [tabindex]',
    '#ItemReadingPaneContainer [tabindex]',
    '[role="option"][aria-selected="true"]',
    '#MailList[tabindex]',
    '[data-app-section="MailReadCompose"]',
  ],
} as const satisfies Record<string, readonly string[]>;

/** Selectors by purpose, each list in order of trust. */
export type OutlookSelectors = Readonly<Record<keyof typeof outlookSelectors, readonly string[]>>;
