import { t } from '#extension/language/t.ts';
import type { Topics } from '#extension/messaging/protocol.ts';
import { useTopic } from '../bridge/topic-store.ts';
import { SignInForm } from '../popup/sign-in-form.tsx';
import { selfOf } from '../sidebar/self.ts';
import { Mark } from '../ui/mark.tsx';
import { ToastPlace } from '../ui/toasts.tsx';
import { useTheme } from '../ui/use-theme.ts';
import { OpenMail } from './open-mail.tsx';
import { SlackStep } from './slack-step.tsx';
import { Step } from './step.tsx';

/** The page that opens after installing: from nothing to the first message in three steps, the second of which can wait. */
export function Welcome() {
  const session = useTopic('session');
  const chat = useTopic('chat');
  useTheme(null);
  if (session === undefined) return null;
  const self = selfOf(session);
  const hasSlack = self !== null && chat?.installation?.state === 'active' && chat.defaultChannel?.problem === null;
  return (
    <div className="min-h-full bg-sunken">
      <div className="mx-auto flex min-h-dvh max-w-160 flex-col px-4 sm:px-6">
        <header className="flex items-start gap-4 pt-8 pb-6 sm:pt-14">
          <Mark size={44} />
          <div>
            <h1 className="text-display font-semibold tracking-tight text-balance">{t('welcome.title')}</h1>
            <p className="text-pretty text-muted">{t('signedOut.what')}</p>
          </div>
        </header>
        <main>
          <ol className="grid gap-3 pb-16">
            <Step number={1} title={t('welcome.signIn')} isDone={self !== null} isOpen>
              <SignInStep session={session} />
            </Step>
            <Step number={2} title={t('welcome.slack')} isDone={hasSlack} isOpen={self !== null}>
              {self !== null && <SlackStep self={self} />}
            </Step>
            <Step number={3} title={t('welcome.open')} isDone={false} isOpen={self !== null}>
              <OpenMail />
            </Step>
          </ol>
        </main>
        <div className="sticky bottom-0">
          <ToastPlace />
        </div>
      </div>
    </div>
  );
}

function SignInStep({ session }: { session: Topics['session'] }) {
  if (session.state === 'signed-out') {
    return (
      <div className="grid max-w-96 gap-4">
        <SignInForm session={session} />
      </div>
    );
  }
  const team = session.session.teams.find(({ teamId }) => teamId === session.teamId)?.name ?? t('popup.noTeam');
  return <p className="text-muted">{t('welcome.signedIn', { name: session.session.user.name, team })}</p>;
}
