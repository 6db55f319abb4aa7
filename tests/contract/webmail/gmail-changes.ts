import type { Change } from './change-markup.ts';

/** A change, and whether the page must still be read right; otherwise it may also be called unreadable. */
export type NamedChange = readonly [name: string, change: Change, outcome: 'read' | 'read-or-unreadable'];

/** Attributes that name another thread. */
export const otherGmailThread =
  'data-legacy-thread-id="19c0ffee00c0ffee" data-thread-perm-id="thread-f:1855000000000000000"';

/** What may happen to Gmail's markup from one day to the next. */
export const gmailChanges: readonly NamedChange[] = [
  [
    'every class renamed',
    (m) => {
      for (const element of m.all('[class]:not([class^="zz"])')) element.className = `zz${element.className.length}`;
    },
    'read',
  ],
  ['the subject without its class', (m) => m.strip('h2.hP', 'class'), 'read'],
  ['no legacy thread id', (m) => m.strip('h2', 'data-legacy-thread-id'), 'read'],
  ['no perm-id', (m) => m.strip('h2', 'data-thread-perm-id'), 'read'],
  ['an undefined perm-id', (m) => m.set('h2[data-thread-perm-id]', 'data-thread-perm-id', 'undefined'), 'read'],
  ['no ids at the subject', (m) => m.strip('h2', 'data-legacy-thread-id', 'data-thread-perm-id'), 'read'],
  ['ids under other names', (m) => m.rename('h2', 'data-legacy-thread-id', 'data-tid'), 'read'],
  ['no second opinions', (m) => m.strip('[jslog]', 'jslog'), 'read'],
  ['second opinions of another form', (m) => m.set('[jslog]', 'jslog', '1:!!!; 4:'), 'read'],
  [
    'no ids anywhere',
    (m) => {
      m.strip('h2', 'data-legacy-thread-id', 'data-thread-perm-id');
      m.strip('[jslog]', 'jslog');
    },
    'read-or-unreadable',
  ],
  ['the subject as a heading by role', (m) => m.retag('h2', 'div'), 'read-or-unreadable'],
  ['the subject at another level', (m) => m.retag('h2', 'h1'), 'read-or-unreadable'],
  ['the subject moved into the header', (m) => m.moveTo('[role="main"] h2', '[role="banner"]'), 'read-or-unreadable'],
  ['no subject', (m) => m.remove('h2'), 'read-or-unreadable'],
  ['no main role', (m) => m.strip('[role="main"]', 'role'), 'read-or-unreadable'],
  ['everything called main', (m) => m.set('.bkK > div', 'role', 'main'), 'read-or-unreadable'],
  ['no list items', (m) => m.strip('[role="listitem"]', 'role'), 'read'],
  ['no word on what is expanded', (m) => m.strip('[aria-expanded]', 'aria-expanded'), 'read'],
  ['no message ids', (m) => m.strip('[data-message-id]', 'data-message-id', 'data-legacy-message-id'), 'read'],
  ['no people', (m) => m.strip('[email]', 'email', 'name', 'data-hovercard-id'), 'read'],
  ['no dates', (m) => m.strip('[title]', 'title'), 'read'],
  [
    'a copy that is not displayed',
    (m) => m.insert('.bkK', `<h2 class="hP" style="display:none" ${m.other}>Other</h2>`),
    'read',
  ],
  [
    'a copy that is hidden',
    (m) => m.insert('.bkK', `<h2 class="hP" style="visibility:hidden" ${m.other}>Other</h2>`),
    'read',
  ],
  [
    'a copy that is transparent',
    (m) => m.insert('.bkK', `<h2 class="hP" style="opacity:0" ${m.other}>Other</h2>`),
    'read',
  ],
  [
    'a copy outside the window',
    (m) => m.insert('.bkK', `<h2 class="hP" style="position:fixed;left:-9999px" ${m.other}>Other</h2>`),
    'read',
  ],
  [
    'a copy without a size',
    (m) => m.insert('.bkK', `<h2 class="hP" style="height:0;overflow:hidden" ${m.other}>Other</h2>`),
    'read',
  ],
  [
    'another thread’s subject on screen too',
    (m) => m.insert('.bkK', `<h2 class="hP" ${m.other}>Other</h2>`),
    'read-or-unreadable',
  ],
  [
    'another thread’s ids at the subject',
    (m) => m.set('h2[data-legacy-thread-id]', 'data-legacy-thread-id', '19c0ffee00c0ffee'),
    'read-or-unreadable',
  ],
  [
    'another thread’s ids everywhere',
    (m) => {
      m.set('h2', 'data-legacy-thread-id', '19c0ffee00c0ffee');
      m.set('h2', 'data-thread-perm-id', 'undefined');
      m.strip('[jslog]', 'jslog');
    },
    'read-or-unreadable',
  ],
  ['no account button', (m) => m.remove('[role="banner"] a'), 'read'],
  [
    'no account at all',
    (m) => {
      m.remove('[role="banner"] a');
      if (document.title !== 'Mail') document.title = 'Mail';
    },
    'read-or-unreadable',
  ],
  ['a mail that is built like a subject', (m) => m.insert('.a3s', `<h2 class="hP" ${m.other}>Other</h2>`), 'read'],
];
