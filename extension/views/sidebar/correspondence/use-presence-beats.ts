import { useCallback, useEffect, useRef } from 'react';
import { useRequest } from '../../bridge/use-command.ts';
import { useSelf } from '../self.ts';

const beatMs = 20_000;
const writingMs = 4_000;

/**
 * Tells the team that this discussion is open here, while it can be seen. Returns what to call with
 * true while the reader types and with false once they have posted; a few seconds without a call end it too.
 */
export function usePresenceBeats(discussionId: string | null): (isWriting: boolean) => void {
  const request = useRequest();
  const { presenceEnabled } = useSelf();
  const active = presenceEnabled ? discussionId : null;
  const writing = useRef<{ saidAt: number; timer?: ReturnType<typeof setTimeout> }>({ saidAt: 0 });

  useEffect(() => {
    if (active === null) return;
    const ending = new AbortController();
    const said = writing.current;
    const beat = (state: 'open' | 'gone'): void => void request('presence.beat', { discussionId: active, state });
    const onVisibility = (): void => beat(document.visibilityState === 'visible' ? 'open' : 'gone');
    onVisibility();
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible' && Date.now() - said.saidAt > writingMs) beat('open');
    }, beatMs);
    document.addEventListener('visibilitychange', onVisibility, { signal: ending.signal });
    window.addEventListener('pagehide', () => beat('gone'), { signal: ending.signal });
    return () => {
      ending.abort();
      clearInterval(timer);
      clearTimeout(said.timer);
      beat('gone');
    };
  }, [active, request]);

  return useCallback(
    (isWriting: boolean) => {
      if (active === null) return;
      const said = writing.current;
      const stop = (): void => {
        said.saidAt = 0;
        void request('presence.beat', { discussionId: active, state: 'open' });
      };
      clearTimeout(said.timer);
      if (!isWriting) {
        if (said.saidAt > 0) stop();
        return;
      }
      said.timer = setTimeout(stop, writingMs);
      if (Date.now() - said.saidAt < writingMs) return;
      said.saidAt = Date.now();
      void request('presence.beat', { discussionId: active, state: 'writing' });
    },
    [active, request],
  );
}
