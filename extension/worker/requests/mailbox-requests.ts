import browser from 'webextension-polyfill';
import { t } from '#extension/language/t.ts';
import { MailboxId } from '#shared/contract/ids.ts';
import type { MailFeature } from '#shared/contract/mailbox.ts';
import { RequestRefused, type Handlers } from '../../messaging/answer-request.ts';
import type { Input } from '../../messaging/protocol.ts';
import type { Core } from '../core.ts';
import type { Reread } from '../reread.ts';
import { openAuthWindow } from '../session/sign-in.ts';

type Names = Extract<keyof Handlers, `mailbox.${string}` | `sharing.${string}` | `team-rule.${string}`>;

/** Connecting mailboxes, and what their owners and the team share of them. */
export function mailboxRequests(core: Core, reread: Reread): Pick<Handlers, Names> {
  /** The provider's consent page in a window; what it grants is good only with the state that began here. */
  async function connect({ provider, mailboxId, maySend, delegatedAddress }: Input<'mailbox.connect'>): Promise<null> {
    const redirectUri = browser.identity.getRedirectURL('mail');
    const known = mailboxId === null ? { delegatedAddress } : { mailboxId: MailboxId.parse(mailboxId) };
    const features: MailFeature[] = maySend ? ['read', 'send'] : ['read'];
    const begun = await core.call((api) => api.mailboxes.begin.mutate({ provider, redirectUri, features, ...known }));
    const answer = await openAuthWindow(begun.url, t('mailbox.stopped'));
    if (answer.get('state') !== begun.state) throw refused(t('mailbox.strangeAnswer'));
    if (answer.has('error')) throw refused(t('mailbox.refused'));
    const code = answer.get('code') ?? '';
    await core.call((api) => api.mailboxes.finish.mutate({ state: begun.state, code }));
    await reread.mailboxes();
    return null;
  }

  return {
    'mailbox.connect': connect,
    'mailbox.connect-account': async (account) => {
      await core.call((api) => api.mailboxes.connectAccount.mutate(account));
      await reread.mailboxes();
      return null;
    },
    'mailbox.renew-password': async (input) => {
      await core.call((api) => api.mailboxes.renewPassword.mutate(input));
      await reread.mailboxes();
      return null;
    },
    'mailbox.change': async ({ mailboxId, isPaused, isNotified }) => {
      const id = MailboxId.parse(mailboxId);
      const settings = isNotified === undefined ? undefined : { notificationEnabled: isNotified };
      await core.call((api) => api.mailboxes.change.mutate({ mailboxId: id, isPaused, settings }));
      await reread.mailboxes();
      return null;
    },
    'mailbox.check': async ({ mailboxId }) => {
      await core.call((api) => api.mailboxes.check.mutate({ mailboxId: MailboxId.parse(mailboxId) }));
      return null;
    },
    'mailbox.failed': ({ mailboxId }) =>
      core.call((api) => api.mailboxes.failed.query({ mailboxId: MailboxId.parse(mailboxId) })),
    'mailbox.retry-failed': async ({ mailboxId }) => {
      await core.call((api) => api.mailboxes.retryFailed.mutate({ mailboxId: MailboxId.parse(mailboxId) }));
      await reread.mailboxes();
      return null;
    },
    'mailbox.disconnect': async ({ mailboxId, keepShared }) => {
      const id = MailboxId.parse(mailboxId);
      await core.call((api) => api.mailboxes.disconnect.mutate({ mailboxId: id, keepShared }));
      await reread.mailboxes();
      return null;
    },
    'mailbox.taken': () => core.call((api) => api.mailboxes.taken.query()),
    'mailbox.ask': ({ mailboxId }) =>
      core.call((api) => api.mailboxes.ask.mutate({ mailboxId: MailboxId.parse(mailboxId) })),
    'mailbox.add-user': async (input) => {
      await core.call((api) => api.mailboxes.addUser.mutate(input));
      await reread.mailboxes();
      return null;
    },
    'mailbox.remove-user': async (input) => {
      await core.call((api) => api.mailboxes.removeUser.mutate(input));
      await reread.mailboxes();
      return null;
    },
    'mailbox.signature': ({ mailboxId }) =>
      core.call((api) => api.mailboxes.signature.query({ mailboxId: MailboxId.parse(mailboxId) })),
    'mailbox.set-signature': async ({ mailboxId, body }) => {
      await core.call((api) => api.mailboxes.setSignature.mutate({ mailboxId: MailboxId.parse(mailboxId), body }));
      return null;
    },
    'sharing.get': ({ mailboxId }) =>
      core.call((api) => api.sharing.get.query({ mailboxId: MailboxId.parse(mailboxId) })),
    'sharing.preview': (input) => core.call((api) => api.sharing.preview.query(input)),
    'sharing.confirm': async (input) => {
      const sharing = await core.call((api) => api.sharing.confirm.mutate(input));
      await reread.mailboxes();
      return sharing;
    },
    'sharing.share-thread': async (input) => {
      const before = await core.call((api) => api.sharing.shareThread.mutate(input));
      await reread.threads('all');
      return before;
    },
    'team-rule.list': () => core.call((api) => api.sharing.teamRules.query()),
    'team-rule.propose': (input) => core.call((api) => api.sharing.proposeTeamRule.mutate(input)),
    'team-rule.withdraw': (input) => core.call((api) => api.sharing.withdrawTeamRule.mutate(input)),
    'team-rule.preview': (input) => core.call((api) => api.sharing.previewTeamRule.query(input)),
    'team-rule.answer': (input) => core.call((api) => api.sharing.answerTeamRule.mutate(input)),
  };
}

function refused(message: string): RequestRefused {
  return new RequestRefused({ code: 'not-allowed', message });
}
