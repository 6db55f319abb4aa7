import { t } from '#extension/language/t.ts';
import type { PageView } from '#extension/messaging/protocol.ts';
import { unreadableReasons } from '../sidebar/unreadable-reasons.ts';

export interface PageWords {
  mood: 'good' | 'none' | 'bad';
  title: string;
  note: string;
}

/** What the adapter sees of a page, in a title and a sentence. */
export function describePage(page: PageView): PageWords {
  const site = new URL(page.origin).host;
  if (page.choice === 'off') return { mood: 'none', title: site, note: t('page.off') };
  if (page.reason !== null)
    return { mood: 'bad', title: t('unreadable.title'), note: t(unreadableReasons[page.reason]) };
  if (page.choice === 'unasked') return { mood: 'none', title: site, note: t('page.unasked') };
  const account = page.account ?? site;
  if (page.state !== 'open') return { mood: 'none', title: account, note: t('page.noMail') };
  const title = page.subject === null || page.subject === '' ? t('page.noSubject') : page.subject;
  return { mood: 'good', title, note: t('page.reads', { account, messages: t('page.messages', page.messages) }) };
}
