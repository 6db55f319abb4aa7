import { useEffect, useState } from 'react';
import { useBridge } from '../bridge/bridge.ts';
import { type Appearance, appearanceKey, readAppearance } from './appearance.ts';

/** The reader's own choices; undefined until storage has answered. */
export function useAppearance(): [Appearance | undefined, (next: Appearance) => void] {
  const { storage } = useBridge();
  const [appearance, setAppearance] = useState<Appearance>();
  useEffect(() => {
    const ending = new AbortController();
    void storage.get(appearanceKey).then((value) => setAppearance(readAppearance(value)));
    storage.watch(appearanceKey, (value) => setAppearance(readAppearance(value)), { signal: ending.signal });
    return () => ending.abort();
  }, [storage]);
  const save = (next: Appearance): void => {
    setAppearance(next);
    void storage.set(appearanceKey, next);
  };
  return [appearance, save];
}

/** Sets light or dark and the text size on the document. `hostDark` null: follow the system. */
export function useTheme(hostDark: boolean | null): void {
  const [appearance] = useAppearance();
  const chosen = appearance?.theme ?? 'auto';
  useEffect(() => {
    const root = document.documentElement;
    if (chosen !== 'auto') root.dataset['theme'] = chosen;
    else if (hostDark !== null) root.dataset['theme'] = hostDark ? 'dark' : 'light';
    else delete root.dataset['theme'];
    root.dataset['text'] = appearance?.text ?? 'medium';
  }, [chosen, hostDark, appearance?.text]);
}
