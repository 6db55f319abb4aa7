import { useRef } from 'react';
import type { Topic } from '#extension/messaging/protocol.ts';
import { useTopic } from '../bridge/topic-store.ts';
import { useKeptTopics } from '../bridge/use-kept-topics.ts';
import { ToastPlace } from '../ui/toasts.tsx';
import { useTheme } from '../ui/use-theme.ts';
import { SignIn } from './sign-in.tsx';
import { SignedIn } from './signed-in.tsx';
import { useKeptLook } from './use-kept-look.ts';

/** Where the popup keeps what it showed last. */
export const popupCacheKey = 'popup:topics';

const keptTopics = ['inbox', 'assignments', 'chat', 'pages', 'mailboxes'] satisfies Topic[];

/** What opens at the toolbar's button: signing in, and afterwards how everything stands and what is new. */
export function Popup() {
  const session = useTopic('session');
  const shown = useRef<HTMLDivElement>(null);
  useTheme(null);
  useKeptTopics(popupCacheKey, keptTopics);
  useKeptLook(shown, session && session.state === 'signed-in');
  return (
    <div ref={shown} className="relative mx-auto flex min-h-80 w-95 max-w-full flex-col">
      {session?.state === 'signed-out' && <SignIn session={session} />}
      {session?.state === 'signed-in' && <SignedIn session={session} />}
      <div className="relative" data-unkept>
        <ToastPlace />
      </div>
    </div>
  );
}
