import { currentLanguage } from '#extension/language/language.ts';
import { t } from '#extension/language/t.ts';
import type { Handlers } from '../../messaging/answer-request.ts';
import { RequestRefused } from '../../messaging/answer-request.ts';
import type { Core } from '../core.ts';
import type { Reread } from '../reread.ts';
import type { ExpectedSignIn } from '../session/expected-sign-in.ts';
import { readServerUrl } from '../session/server-url.ts';
import type { Sessions } from '../session/sessions.ts';

type Names = Extract<keyof Handlers, `session.${string}`>;

interface Parts {
  readonly sessions: Sessions;
  readonly expected: ExpectedSignIn;
  readonly reread: Reread;
}

/** Signing in and out, the team to work in, and who one is there. */
export function sessionRequests(core: Core, { sessions, expected, reread }: Parts): Pick<Handlers, Names> {
  return {
    'session.expect': async ({ serverUrl }) => {
      await expected.expect(readServerUrl(serverUrl) ?? serverUrl);
      return null;
    },
    'session.sign-in': async ({ serverUrl }) => {
      await expected.forget();
      return sessions.begin(serverUrl);
    },
    'session.sign-out': async () => {
      await sessions.signOut();
      return null;
    },
    'session.choose-team': async ({ teamId }) => {
      const session = core.getSession();
      const team = session.view.teams.find((each) => each.teamId === teamId);
      if (team === undefined) {
        throw new RequestRefused({ code: 'not-found', message: t('failure.notInThisTeam') });
      }
      await sessions.chooseTeam(team.teamId);
      return null;
    },
    'session.set-name': async (input) => {
      await core.call((api) => api.session.setName.mutate(input));
      await reread.session();
      return null;
    },
    'session.set-picture': async (input) => {
      await core.call((api) => api.session.setPicture.mutate(input));
      await reread.session();
      return null;
    },
    'session.ask-for-email': async (input) => {
      await core.call((api) => api.session.askForEmail.mutate({ ...input, language: currentLanguage() }));
      return null;
    },
  };
}
