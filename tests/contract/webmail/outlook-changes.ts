import type { NamedChange } from './gmail-changes.ts';

/** A pane with another thread. */
export const otherOutlookPane =
  '<div id="ConversationReadingPaneContainer"><div role="heading"><span id="o_SUBJECT">Other</span></div><div role="listitem"><div role="document"><div id="UniqueMessageBody_9">Other</div></div></div></div>';

/** What may happen to Outlook's markup from one day to the next. */
export const outlookChanges: readonly NamedChange[] = [
  [
    'every class renamed',
    (m) => {
      for (const element of m.all('[class]:not([class^="zz"])')) element.className = `zz${element.className.length}`;
    },
    'read',
  ],
  ['no classes at all', (m) => m.strip('[class]', 'class'), 'read'],
  ['the subject without its id', (m) => m.strip('[id$="_SUBJECT"]', 'id'), 'read'],
  ['the subject without its role', (m) => m.strip('[role="heading"]', 'role'), 'read'],
  [
    'the subject without any mark',
    (m) => {
      m.strip('[id$="_SUBJECT"]', 'id');
      m.strip('[role="heading"]', 'role');
    },
    'read-or-unreadable',
  ],
  ['the subject as a real heading', (m) => m.retag('[role="heading"]', 'h2'), 'read'],
  ['the subject before its box', (m) => m.moveTo('[role="heading"]', '[role="main"]'), 'read-or-unreadable'],
  ['the subject in the header', (m) => m.moveTo('[role="heading"]', '[role="banner"]'), 'read-or-unreadable'],
  ['no subject', (m) => m.remove('[role="heading"]'), 'read-or-unreadable'],
  ['rows without ids', (m) => m.strip('[data-convid]', 'data-convid'), 'read'],
  ['rows with ids under another name', (m) => m.rename('[data-convid]', 'data-convid', 'data-cid'), 'read'],
  [
    'another thread’s id at the selected row',
    (m) =>
      m.set(
        '[aria-selected="true"]',
        'data-convid',
        'AAQkADAwMDAwMDAwLTExMTEtMjIyMi0zMzMzLTQ0NDQ0NDQ0NDQ0NAAQAKqqqqqqqqqqqqqqqqqqqqo=',
      ),
    'read-or-unreadable',
  ],
  ['no word on what is selected', (m) => m.strip('[aria-selected]', 'aria-selected'), 'read'],
  [
    'another row selected',
    (m) => {
      const rows = m.all('#MailList [data-key]');
      for (const row of rows) {
        const value = String(row === rows.at(-1));
        if (row.getAttribute('aria-selected') !== value) row.setAttribute('aria-selected', value);
      }
    },
    'read-or-unreadable',
  ],
  ['a list without its id', (m) => m.strip('#MailList', 'id'), 'read'],
  ['a list without its role', (m) => m.strip('[role="listbox"]', 'role'), 'read'],
  ['rows without their role', (m) => m.strip('[role="option"]', 'role'), 'read'],
  ['no rows', (m) => m.remove('#MailList [data-key]'), 'read'],
  ['no main role', (m) => m.strip('[role="main"]', 'role'), 'read'],
  ['no section name', (m) => m.strip('[data-app-section]', 'data-app-section'), 'read'],
  [
    'a pane without any name',
    (m) => {
      m.strip('[data-app-section]', 'data-app-section', 'role');
      m.strip('#ReadingPaneContainerId', 'id');
    },
    'read-or-unreadable',
  ],
  ['an open box without its id', (m) => m.strip('#ConversationReadingPaneContainer', 'id'), 'read-or-unreadable'],
  [
    'a hidden copy before it',
    (m) => m.insert('#ReadingPaneContainerId', `<div style="display:none">${m.other}</div>`),
    'read',
  ],
  [
    'a copy outside the window',
    (m) => m.insert('#ReadingPaneContainerId', `<div style="position:fixed;left:-9999px">${m.other}</div>`),
    'read',
  ],
  ['a transparent copy', (m) => m.insert('#ReadingPaneContainerId', `<div style="opacity:0">${m.other}</div>`), 'read'],
  ['another thread on screen too', (m) => m.insert('#ReadingPaneContainerId', m.other), 'read-or-unreadable'],
  ['bodies without ids', (m) => m.strip('[id^="UniqueMessageBody"]', 'id'), 'read'],
  ['bodies without their role', (m) => m.strip('[role="document"]', 'role'), 'read'],
  ['messages without their role', (m) => m.strip('[role="listitem"]', 'role'), 'read'],
  ['recipients without their mark', (m) => m.strip('[data-testid]', 'data-testid'), 'read'],
  ['senders without labels', (m) => m.strip('[role="region"] [aria-label]', 'aria-label'), 'read'],
  ['no account button', (m) => m.remove('#O365_MainLink_Me'), 'read'],
  [
    'a second account',
    (m) =>
      m.insert(
        '[role="tree"]',
        '<div role="treeitem" aria-level="1" id="primaryMailboxRoot_8" title="o@other.example">o</div>',
      ),
    'read-or-unreadable',
  ],
  ['a mail that is built like a pane', (m) => m.insert('[id^="UniqueMessageBody"]', m.other), 'read'],
];
