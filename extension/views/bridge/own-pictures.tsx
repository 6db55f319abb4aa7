import type { ReactNode } from 'react';
import { useEffect } from 'react';
import { PictureOriginContext } from '../ui/picture-origin.ts';
import { useTopic } from './topic-store.ts';

/**
 * Pictures come from the server that this browser is signed in to and from nowhere else: what is shown tells no third
 * party that it is looked at. The manifest can't name a server that people choose themselves, so the page narrows its
 * own policy as soon as it knows (a policy that is added can only take away).
 */
export function OwnPictures({ children }: { children: ReactNode }) {
  const session = useTopic('session');
  const origin = session?.state === 'signed-in' ? new URL(session.serverUrl).origin : null;
  useEffect(() => {
    if (origin !== null) narrowPolicy(origin);
  }, [origin]);
  return <PictureOriginContext value={origin}>{children}</PictureOriginContext>;
}

/** Once per page: a second server in the life of a page would meet both policies, and pictures then stay initials. */
function narrowPolicy(origin: string): void {
  if (document.head.querySelector('meta[http-equiv="Content-Security-Policy"]') !== null) return;
  const policy = document.createElement('meta');
  policy.httpEquiv = 'Content-Security-Policy';
  policy.content = `img-src 'self' data: ${origin}`;
  document.head.append(policy);
}
