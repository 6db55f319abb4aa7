/**
 * Where Gmail's page keeps what the sidebar needs. As of 2026-11-20; each list is in order of trust, each example is
 * markup in the shape that Gmail had on the date beside it, with invented people. When Gmail changes, mend this file.
 */
export const SELECTORS_DATE = '2026-11-20';

export const gmailSelectors = {
  /** The box of the view on screen. Gmail gives the role to the active view only. */
  view: [
    '[role="main"]', // 2025-08: <div class="nH a98 iY" role="main">
  ],
  /** The reading part of the split pane: there, but empty, while only the list is shown. */
  previewPane: [
    '[role="main"] .aia', // 2025-08, told by other extensions: <div role="main"><div class="aia">…
  ],
  /** The box around all views, one of which is shown. */
  viewStack: [
    '.bkK', // 2025-08: <div class="nH bkK"><div role="main">
  ],
  /** The open conversation's subject, which carries its ids. Several can be in the document, hidden. */
  subject: [
    'h2.hP', // 2025-08: <h2 class="hP" data-thread-perm-id="thread-f:18…" data-legacy-thread-id="19c7…">Subject</h2>
    'h2[data-legacy-thread-id]', // 2025-08, the same element without its class
    'h2[data-thread-perm-id]', // 2025-08
    '[role="heading"][data-legacy-thread-id]', // not seen; what an h2 would become
  ],
  /** A heading that may be the subject when nothing above is there; believed only where the window's title says the same. */
  anyHeading: ['[role="main"] h2', '[role="main"] [role="heading"]'],
  threadHexAttributes: ['data-legacy-thread-id'], // 2025-08: "19c73f328cb1ca41"
  threadPermAttributes: ['data-thread-perm-id'], // 2025-08: "thread-f:1857…"; since 2025-11 also "undefined"
  messageHexAttributes: ['data-legacy-message-id'], // 2025-08: "19c73f328cb1ca41"
  messagePermAttributes: ['data-message-id'], // 2025-08: "#msg-f:1857522857654995521"
  /** One message of the conversation, expanded or not: its outermost box. */
  message: [
    '[role="listitem"][aria-expanded]', // 2025-08: <div class="h7 ie nH oy8Mbf" role="listitem" aria-expanded="true">
    '.adn.ads', // 2025-08, expanded: <div class="adn ads" data-message-id="#msg-f:…" data-legacy-message-id="…">
    '.adf.ads', // 2025-08, collapsed: <div class="adf ads">
    '.kv, .kQ', // 2025-08, collapsed, or one of several that are folded into a number
    '[data-legacy-message-id]',
  ],
  /** The part of a message that its sender wrote: nothing in it is ever read. */
  body: [
    '.a3s', // 2025-08: <div class="a3s aiL">
    '.ii.gt', // 2025-08: <div class="ii gt" jslog="20277; …">
    '[role="textbox"]', // an answer being written
  ],
  /** The sender inside an expanded or collapsed message. */
  sender: [
    'span.gD[email]', // 2025-08: <span class="gD" email="jack@daniels.example" name="Jack Daniels">
    'h3 [email]', // 2025-08: the h3.iw around the same span
  ],
  /** The recipients inside an expanded message. */
  recipient: [
    '.hb span.g2[email]', // 2025-08: <span class="hb">to <span class="g2" email="jane@acme.example" name="me">
    '.hb [email]',
    'span.g2[email]',
  ],
  /** The shown date; its title is the long form. */
  date: [
    'span.g3[title]', // 2025-08: <span class="g3" title="20 Aug 2025, 13:19">
    '.gH [title]', // 2025-08: the cell around it
  ],
  /** Elements of a message whose `jslog` names thread and message: a second opinion. */
  secondOpinion: [
    '.ii.gt[jslog]', // 2025-08: jslog="20277; u014N:xr6bB; 1:WyIjdGhyZWFkLWY6…; 4:WyIjbXNnLWY6…"
    '[role="listitem"] [jslog]',
    '[data-message-id] [jslog]',
  ],
  /** The button of the signed-in account, whose label contains the address in every language. */
  account: [
    'a[aria-label*="@"][aria-label*="("]', // 2025-08: <a class="gb_B" aria-label="Google Account: Jane Doe  (jane@acme.example)">
    'a[href*="SignOutOptions"][aria-label*="@"]', // 2024
    '[role="banner"] [aria-label*="@"]',
  ],
  /** Where mail is shown or listed: an account is never read from there. */
  notHeader: ['[role="main"]', '[role="complementary"]', '[role="dialog"]', '.bkK'],
  /** The page's outermost layout. */
  layout: [
    '.WN9Ejb', // 2024-11, told by other extensions: the wrapper around header, navigation, views and add-on rail
    'body > div.nH', // 2025-08: <div class="nH" role="banner">, <div class="nH bkK">
    '.brC-brG', // 2024: the content of the add-on rail
  ],
  /** What Gmail paints behind a mail: tells light from dark. */
  surface: ['[role="main"]', '.bkK', '.WN9Ejb'],
  /** What takes the keyboard when it comes back from the sidebar. */
  focus: [
    '[role="main"] [role="listitem"][tabindex]',
    '[role="main"] h2[tabindex]',
    '[role="main"] [role="row"][tabindex]',
    '[role="main"]',
  ],
  /** The box that the text of a new mail or an answer is written in. */
  composeBody: [
    '[role="textbox"][contenteditable="true"][g_editable="true"]', // 2025, told by other extensions: <div class="Am Al editable LW-avf" g_editable="true" role="textbox" aria-multiline="true" contenteditable="true">
    '.Am[role="textbox"][contenteditable="true"]',
  ],
  /** Body classes of a window with one new mail in it and nothing else (told by other extensions). */
  composeWindow: ['body.xE.xp'],
} as const satisfies Record<string, readonly string[]>;

/** Selectors (and names of attributes) by purpose, each list in order of trust. */
export type GmailSelectors = Readonly<Record<keyof typeof gmailSelectors, readonly string[]>>;
