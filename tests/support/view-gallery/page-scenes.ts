import * as f from './fixtures.ts';
import { handedOver, mailboxes } from './mailboxes.ts';
import { assignments } from './mails.ts';
import { offline, type Scene, signedIn } from './scene.ts';

/** Popup, options, inbox and welcome in their states. */
export const pageScenes: Record<string, Scene> = {
  'options-mailboxes': { view: 'options', section: 'mailboxes', topics: { ...signedIn, mailboxes } },
  'options-templates': { view: 'options', section: 'templates', topics: signedIn },
  'templates-none': { view: 'options', section: 'templates', topics: signedIn, answers: { 'template.list': [] } },
  'template-editor': {
    view: 'options',
    section: 'templates',
    topics: signedIn,
    press: ['main section button'],
    until: 'textarea',
  },
  'templates-viewer': { view: 'options', section: 'templates', topics: { ...signedIn, session: f.session('viewer') } },
  'mailbox-signature': {
    view: 'options',
    section: 'mailboxes',
    topics: { ...signedIn, mailboxes },
    press: ['main section button:nth-of-type(4)'],
    until: 'textarea:enabled',
  },
  'mailbox-account': {
    view: 'options',
    section: 'mailboxes',
    topics: { ...signedIn, mailboxes },
    press: ['main section:last-of-type > div > div:nth-child(4) button'],
  },
  'mailbox-password': {
    view: 'options',
    section: 'mailboxes',
    topics: { ...signedIn, mailboxes: mailboxes.map((each) => ({ ...each, provider: 'imap' as const })) },
    press: ['main section > div > div:nth-child(3) button'],
  },
  departure: {
    view: 'options',
    section: 'team',
    topics: signedIn,
    press: ['main section:nth-of-type(2) select + button, main section select + button'],
  },
  'mailbox-people': {
    view: 'options',
    section: 'mailboxes',
    topics: { ...signedIn, mailboxes },
    press: ['main section button + button'],
  },
  'team-rule': {
    view: 'options',
    section: 'mailboxes',
    topics: { ...signedIn, mailboxes },
    press: ['section ul li:last-child > button'],
  },
  'propose-rule': {
    view: 'options',
    section: 'mailboxes',
    topics: { ...signedIn, mailboxes },
    press: ['main section:nth-of-type(2) > div > div:last-child button'],
  },
  'sharing-handed-over': {
    view: 'options',
    section: 'mailboxes',
    topics: { ...signedIn, mailboxes },
    answers: { 'sharing.get': handedOver },
    press: ['main section button'],
    until: '[role=dialog] > :last-child button:last-child:enabled',
  },
  sharing: {
    view: 'options',
    section: 'mailboxes',
    topics: { ...signedIn, mailboxes },
    press: ['main section button'],
    until: '[role=dialog] > :last-child button:last-child:enabled',
  },
  'options-webhooks': {
    view: 'options',
    section: 'webhooks',
    topics: signedIn,
    press: ['main section section:last-child button'],
  },
  page: { view: 'inbox', topics: signedIn },
  'page-chosen': { view: 'inbox', topics: signedIn, press: ['aside li button'] },
  'popup-signed-out': {
    view: 'popup',
    topics: { session: { state: 'signed-out', reason: null, isSigningIn: false }, connection: { state: 'online' } },
  },
  'popup-refused': {
    view: 'popup',
    topics: { session: { state: 'signed-out', reason: null, isSigningIn: false }, connection: { state: 'online' } },
    storage: { 'server-address': 'https://sidethread.larkfield.example' },
    press: ['button[type=submit]'],
    problems: { 'session.sign-in': 'No Sidethread server answers at this address. Check it, or ask who runs yours.' },
  },
  'popup-signing-in': {
    view: 'popup',
    topics: {
      session: { state: 'signed-out', reason: null, isSigningIn: true },
      connection: { state: 'online' },
    },
    storage: { 'server-address': 'https://sidethread.larkfield.example' },
  },
  'popup-reason': {
    view: 'popup',
    topics: {
      session: {
        state: 'signed-out',
        reason: 'No Sidethread server answers at https://sidethread.larkfield.example. Check the address.',
        isSigningIn: false,
      },
      connection: { state: 'online' },
    },
    storage: { 'server-address': 'https://sidethread.larkfield.example' },
  },
  popup: { view: 'popup', topics: signedIn },
  'popup-mailboxes': { view: 'popup', topics: { ...signedIn, mailboxes, assignments } },
  'popup-disconnect': {
    view: 'popup',
    topics: { ...signedIn, mailboxes, assignments },
    press: ['section:nth-of-type(2) button[aria-haspopup=menu]', '[role=menuitem]:last-child'],
  },
  welcome: {
    view: 'welcome',
    topics: { session: { state: 'signed-out', reason: null, isSigningIn: false }, connection: { state: 'online' } },
  },
  'welcome-signed-in': {
    view: 'welcome',
    topics: { ...signedIn, chat: { ...f.chat, installation: null, defaultChannel: null } },
  },
  'welcome-member': { view: 'welcome', topics: { ...signedIn, session: f.session('member') } },
  'popup-elsewhere': { view: 'popup', topics: { ...signedIn, pages: { tabs: [], sites: [] } } },
  'popup-site-off': { view: 'popup', topics: { ...signedIn, pages: f.pages({ choice: 'off' }, false) } },
  'popup-unreadable': {
    view: 'popup',
    topics: { ...signedIn, pages: f.pages({ state: 'unreadable', reason: 'markup-changed', subject: null }) },
  },
  'popup-no-chat': {
    view: 'popup',
    topics: {
      ...signedIn,
      inbox: { cards: [], fetchedAt: 0 },
      chat: { ...f.chat, installation: null, defaultChannel: null },
    },
  },
  'popup-ended': {
    view: 'popup',
    topics: {
      ...signedIn,
      connection: offline,
      chat: {
        ...f.chat,
        installation: f.chat.installation && {
          ...f.chat.installation,
          state: 'ended',
          reason: 'The app was removed from the Slack workspace.',
        },
      },
    },
  },
  options: { view: 'options', topics: signedIn },
  'options-team': { view: 'options', section: 'team', topics: signedIn },
  'options-devices': { view: 'options', section: 'devices', topics: signedIn },
  'options-slack': { view: 'options', section: 'slack', topics: signedIn },
  'options-slack-none': {
    view: 'options',
    section: 'slack',
    topics: { ...signedIn, chat: { ...f.chat, installation: null, defaultChannel: null } },
  },
  'options-webmail': { view: 'options', section: 'webmail', topics: signedIn },
  'options-appearance': { view: 'options', section: 'appearance', topics: signedIn },
  'options-sites': { view: 'options', section: 'sites', topics: signedIn },
  'options-privacy': { view: 'options', section: 'privacy', topics: signedIn },
  'options-presence': { view: 'options', section: 'presence', topics: signedIn },
  'options-notifications': {
    view: 'options',
    section: 'notifications',
    topics: signedIn,
    storage: { 'notifications-here': true },
  },
  'options-shortcuts': { view: 'options', section: 'shortcuts', topics: signedIn },
  'options-tokens': { view: 'options', section: 'tokens', topics: signedIn },
  'options-diagnostics': { view: 'options', section: 'diagnostics', topics: signedIn },
  'options-member': { view: 'options', topics: { ...signedIn, session: f.session('member') } },
  'options-signed-out': {
    view: 'options',
    topics: { session: { state: 'signed-out', reason: null, isSigningIn: false }, connection: { state: 'online' } },
  },
};
