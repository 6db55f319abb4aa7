import { useCallback, useEffect, useRef } from 'react';
import { useRequest } from '../../bridge/use-command.ts';
import { useSelf } from '../self.ts';

const beatMs = 20_000;
const writingMs = 4_000;

/**
 * Tells the team that this discussion is open here, while it can be seen. Returns what to call while the reader
 * types; a few seconds after the last call they count as reading again.
 */
export function usePresenceBeats(discussionId: string | null): () => void {
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

  return useCallback(() => {
    if (active === null) return;
    const said = writing.current;
    clearTimeout(said.timer);
    said.timer = setTimeout(() => {
      said.saidAt = 0;
      void request('presence.beat', { discussionId: active, state: 'open' });
    }, writingMs);
    if (Date.now() - said.saidAt < writingMs) return;
    said.saidAt = Date.now();
    void request('presence.beat', { discussionId: active, state: 'writing' });
  }, [active, request]);
}
