import { useTopic } from '../bridge/topic-store.ts';
import { ToastPlace } from '../ui/toasts.tsx';
import { useTheme } from '../ui/use-theme.ts';
import { SignIn } from './sign-in.tsx';
import { SignedIn } from './signed-in.tsx';

/** What opens at the toolbar's button: signing in, and afterwards what is new. */
export function Popup() {
  const session = useTopic('session');
  useTheme(null);
  return (
    <div className="relative mx-auto flex min-h-80 w-95 max-w-full flex-col">
      {session?.state === 'signed-out' && <SignIn reason={session.reason} />}
      {session?.state === 'signed-in' && <SignedIn session={session} />}
      <div className="relative">
        <ToastPlace />
      </div>
    </div>
  );
}
