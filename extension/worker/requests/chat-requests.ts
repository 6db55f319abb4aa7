import browser from 'webextension-polyfill';
import { t } from '#extension/language/t.ts';
import { RequestRefused, type Handlers } from '../../messaging/answer-request.ts';
import type { Core } from '../core.ts';
import type { Reread } from '../reread.ts';
import { openAuthWindow } from '../session/sign-in.ts';

type Names = Extract<keyof Handlers, `chat.${string}`>;

/** Connecting the team's chat, and a person's own link to it. */
export function chatRequests(core: Core, reread: Reread): Pick<Handlers, Names> {
  /** The chat's own consent page in a window; what it grants is good only with the state that began here. */
  async function authorise(purpose: 'install' | 'link-person'): Promise<null> {
    const redirectUri = browser.identity.getRedirectURL('chat');
    const { url, state } = await core.call((api) => api.chat.begin.mutate({ purpose, redirectUri }));
    const answer = await openAuthWindow(url, t('failure.chatStopped'));
    if (answer.get('state') !== state) {
      throw refused(t('failure.chatStrangeAnswer'));
    }
    if (answer.has('error')) throw refused(t('failure.chatRefused'));
    const code = answer.get('code') ?? '';
    await core.call((api) => api.chat.finish.mutate({ state, code }));
    await reread.chat();
    void reread.threads('all');
    return null;
  }

  return {
    'chat.channels': () => core.call((api) => api.chat.channels.query()),
    'chat.people': () => core.call((api) => api.chat.people.query()),
    'chat.install': () => authorise('install'),
    'chat.link-me': () => authorise('link-person'),
    'chat.disconnect': async () => {
      await core.call((api) => api.chat.disconnect.mutate());
      await reread.chat();
      return null;
    },
    'chat.unlink-me': async () => {
      await core.call((api) => api.chat.unlinkMe.mutate());
      await reread.chat();
      return null;
    },
    'chat.set-shows-mail': async (input) => {
      await core.call((api) => api.chat.setShowsMail.mutate(input));
      await reread.chat();
      return null;
    },
    'chat.set-default-channel': async (input) => {
      await core.call((api) => api.chat.setDefaultChannel.mutate(input));
      await reread.chat();
      void reread.threads('all');
      return null;
    },
  };
}

function refused(message: string): RequestRefused {
  return new RequestRefused({ code: 'not-allowed', message });
}
