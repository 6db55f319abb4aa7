/**
 * Where Gmail's page keeps what the sidebar needs. As of 2026-11-20; each list is in order of trust, each example is
 * markup in the shape that Gmail had on the date beside it, with invented people. When Gmail changes, mend this file.
 */
export const SELECTORS_DATE = '2026-11-20';

/** The box of the view on screen. Gmail gives the role to the active view only. */
export const VIEW = [
  '[role="main"]', // 2025-08: <div class="nH a98 iY" role="main">
] as const;

/** The reading part of the split pane: there, but empty, while only the list is shown. */
export const PREVIEW_PANE = [
  '[role="main"] .aia', // 2025-08, told by other extensions: <div role="main"><div class="aia">…
] as const;

/** The box around all views, one of which is shown. */
export const VIEW_STACK = [
  '.bkK', // 2025-08: <div class="nH bkK"><div role="main">
] as const;

/** The open conversation's subject, which carries its ids. Several can be in the document, hidden. */
export const SUBJECT = [
  'h2.hP', // 2025-08: <h2 class="hP" data-thread-perm-id="thread-f:18…" data-legacy-thread-id="19c7…">Subject</h2>
  'h2[data-legacy-thread-id]', // 2025-08, the same element without its class
  'h2[data-thread-perm-id]', // 2025-08
  '[role="heading"][data-legacy-thread-id]', // not seen; what an h2 would become
] as const;

/** A heading that may be the subject when nothing above is there; believed only where the window's title says the same. */
export const ANY_HEADING = ['[role="main"] h2', '[role="main"] [role="heading"]'] as const;

export const THREAD_HEX_ATTRIBUTE = 'data-legacy-thread-id'; // 2025-08: "19c73f328cb1ca41"
export const THREAD_PERM_ATTRIBUTE = 'data-thread-perm-id'; // 2025-08: "thread-f:1857…"; since 2025-11 also "undefined"
export const MESSAGE_HEX_ATTRIBUTE = 'data-legacy-message-id'; // 2025-08: "19c73f328cb1ca41"
export const MESSAGE_PERM_ATTRIBUTE = 'data-message-id'; // 2025-08: "#msg-f:1857522857654995521"

/** One message of the conversation, expanded or not: its outermost box. */
export const MESSAGE = [
  '[role="listitem"][aria-expanded]', // 2025-08: <div class="h7 ie nH oy8Mbf" role="listitem" aria-expanded="true">
  '.adn.ads', // 2025-08, expanded: <div class="adn ads" data-message-id="#msg-f:…" data-legacy-message-id="…">
  '.adf.ads', // 2025-08, collapsed: <div class="adf ads">
  '[data-legacy-message-id]',
] as const;

/** The part of a message that its sender wrote: nothing in it is ever read. */
export const BODY = [
  '.a3s', // 2025-08: <div class="a3s aiL">
  '.ii.gt', // 2025-08: <div class="ii gt" jslog="20277; …">
  '[role="textbox"]', // an answer being written
] as const;

/** The sender inside an expanded or collapsed message. */
export const SENDER = [
  'span.gD[email]', // 2025-08: <span class="gD" email="jack@daniels.example" name="Jack Daniels">
  'h3 [email]', // 2025-08: the h3.iw around the same span
] as const;

/** The recipients inside an expanded message. */
export const RECIPIENT = [
  '.hb span.g2[email]', // 2025-08: <span class="hb">to <span class="g2" email="jane@acme.example" name="me">
  '.hb [email]',
  'span.g2[email]',
] as const;

/** The shown date; its title is the long form. */
export const DATE = [
  'span.g3[title]', // 2025-08: <span class="g3" title="20 Aug 2025, 13:19">
  '.gH [title]', // 2025-08: the cell around it
] as const;

/** Elements of a message whose `jslog` names thread and message: a second opinion. */
export const SECOND_OPINION = [
  '.ii.gt[jslog]', // 2025-08: jslog="20277; u014N:xr6bB; 1:WyIjdGhyZWFkLWY6…; 4:WyIjbXNnLWY6…"
  '[role="listitem"] [jslog]',
  '[data-message-id] [jslog]',
] as const;

/** The button of the signed-in account, whose label contains the address in every language. */
export const ACCOUNT = [
  'a[aria-label*="@"][aria-label*="("]', // 2025-08: <a class="gb_B" aria-label="Google Account: Jane Doe  (jane@acme.example)">
  'a[href*="SignOutOptions"][aria-label*="@"]', // 2024
  '[role="banner"] [aria-label*="@"]',
] as const;

/** Where mail is shown or listed: an account is never read from there. */
export const NOT_HEADER = ['[role="main"]', '[role="complementary"]', '[role="dialog"]', '.bkK'] as const;

/** The page's outermost layout. */
export const LAYOUT = [
  '.WN9Ejb', // 2024-11, told by other extensions: the wrapper around header, navigation, views and add-on rail
  'body > div.nH', // 2025-08: <div class="nH" role="banner">, <div class="nH bkK">
  '.brC-brG', // 2024: the content of the add-on rail
] as const;

/** What Gmail paints behind a mail: tells light from dark. */
export const SURFACE = ['[role="main"]', '.bkK', '.WN9Ejb'] as const;

/** What takes the keyboard when it comes back from the sidebar. */
export const FOCUS = [
  '[role="main"] [role="listitem"][tabindex]',
  '[role="main"] h2[tabindex]',
  '[role="main"] [role="row"][tabindex]',
  '[role="main"]',
] as const;

/** Body classes of a window with one new mail in it and nothing else (told by other extensions). */
export const COMPOSE_WINDOW = 'body.xE.xp';
