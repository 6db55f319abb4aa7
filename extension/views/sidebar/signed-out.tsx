import { t } from '#extension/language/t.ts';
import type { Topics } from '#extension/messaging/protocol.ts';
import { useBridge } from '../bridge/bridge.ts';
import { Button } from '../ui/button.tsx';
import { Mark } from '../ui/mark.tsx';
import { Notice } from '../ui/notice.tsx';
import { Toolbar } from './toolbar.tsx';

/** Says what this is and starts the sign-in, which happens in the popup. */
export function SignedOut({ session }: { session: Topics['session'] }) {
  const { shell } = useBridge();
  const signedIn = session.state === 'signed-in';
  return (
    <>
      <Toolbar />
      <main className="flex flex-1 flex-col items-center justify-center gap-4 overflow-y-auto px-6 pb-16 text-center">
        <Mark size={44} />
        <div className="grid max-w-72 gap-2">
          <h1 className="text-display font-semibold tracking-tight text-balance">{t('signedOut.title')}</h1>
          <p className="text-pretty text-muted">{signedIn ? t('signedOut.noTeam') : t('signedOut.what')}</p>
        </div>
        {session.state === 'signed-out' && session.reason !== null && (
          <Notice tone="quiet" className="w-full max-w-72 rounded-lg text-start">
            {session.reason}
          </Notice>
        )}
        <Button kind="primary" className="w-full max-w-72" onClick={() => void shell.openSignIn()}>
          {signedIn ? t('signedOut.chooseTeam') : t('signedOut.signIn')}
        </Button>
      </main>
    </>
  );
}
