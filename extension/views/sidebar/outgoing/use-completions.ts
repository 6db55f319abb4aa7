import { useEffect, useState } from 'react';
import type { Recipient } from '#shared/contract/outgoing-mail.ts';
import { useRequest } from '../../bridge/use-command.ts';

const pauseMs = 150;
const shortest = 2;

/** The team's contacts whom a typed beginning may mean; what can't be asked leaves the list empty. */
export function useCompletions(text: string): readonly Recipient[] {
  const request = useRequest();
  const [found, setFound] = useState<readonly Recipient[]>([]);
  const wanted = text.trim();
  useEffect(() => {
    if (wanted.length < shortest) return;
    let isOver = false;
    const ask = async (): Promise<void> => {
      const result = await request('outgoing.complete', { text: wanted.slice(0, 200) });
      if (!isOver && result.ok) setFound(result.value);
    };
    const timer = setTimeout(() => void ask(), pauseMs);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [request, wanted]);
  return wanted.length < shortest ? [] : found;
}
