import { describe, expect, it } from 'vitest';
import { allowedSender } from '../../messaging/allowed-sender.ts';
import type { RequestName, Topic } from '../../messaging/protocol.ts';
import type { PageSender, ViewSender } from '../../messaging/sender.ts';
import { mayRequest, mayWatch } from './rules.ts';

const names = Object.keys(allowedSender) as RequestName[];
const topics: Topic[] = ['session', 'connection', 'tab', 'pages', 'inbox', 'assignments', 'teammates', 'chat'];
const page: PageSender = { kind: 'page', tabId: 1, documentKey: 'p', url: 'https://mail.google.com/' };
const sidebar: ViewSender = { kind: 'view', surface: 'sidebar', tabId: 1, documentKey: 's' };
const popup: ViewSender = { kind: 'view', surface: 'popup', tabId: null, documentKey: 'o' };
const stranger = { isKnownPage: () => false, isPaired: () => false };
const known = { isKnownPage: () => true, isPaired: () => true };

describe('mayRequest', () => {
  it('lets an unpaired frame do nothing but pair', () => {
    expect(names.filter((name) => mayRequest(name, sidebar, stranger))).toEqual(['view.pair']);
  });

  it('lets a page that has not said hello say nothing else', () => {
    expect(names.filter((name) => mayRequest(name, page, stranger))).toEqual(['page.hello']);
    expect(mayRequest('page.email', page, known)).toBe(true);
  });

  it('keeps signing in and out and running the team out of the page', () => {
    for (const name of [
      'session.sign-in',
      'session.expect',
      'site.set',
      'session.sign-out',
      'session.choose-team',
      'account.list',
      'team.invite',
      'team.set-role',
      'device.revoke',
      'chat.install',
      'chat.disconnect',
      'chat.link-me',
      'chat.unlink-me',
    ] as const) {
      expect(mayRequest(name, sidebar, known)).toBe(false);
      expect(mayRequest(name, popup, stranger)).toBe(true);
    }
  });

  it('lets a paired sidebar work on its mail, and the popup not', () => {
    for (const name of ['message.post', 'contact.save', 'discussion.join', 'overlay.set'] as const) {
      expect(mayRequest(name, sidebar, known)).toBe(true);
      expect(mayRequest(name, popup, known)).toBe(false);
    }
  });
});

describe('mayWatch', () => {
  it('shows an unpaired frame nothing at all', () => {
    expect(topics.filter((topic) => mayWatch(topic, sidebar, stranger))).toEqual([]);
    expect(topics.filter((topic) => !mayWatch(topic, sidebar, known))).toEqual(['pages']);
  });

  it('shows the popup everything but a tab’s mail', () => {
    expect(topics.filter((topic) => !mayWatch(topic, popup, stranger))).toEqual(['tab']);
  });
});
