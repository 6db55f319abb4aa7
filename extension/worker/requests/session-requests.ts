import { t } from '#extension/language/t.ts';
import type { Handlers } from '../../messaging/answer-request.ts';
import { RequestRefused } from '../../messaging/answer-request.ts';
import type { Core } from '../core.ts';
import type { ExpectedSignIn } from '../session/expected-sign-in.ts';
import { readServerUrl } from '../session/server-url.ts';
import type { Sessions } from '../session/sessions.ts';

type Names = 'session.expect' | 'session.sign-in' | 'session.sign-out' | 'session.choose-team';

/** Signing in and out, and the team to work in. */
export function sessionRequests(core: Core, sessions: Sessions, expected: ExpectedSignIn): Pick<Handlers, Names> {
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
  };
}
