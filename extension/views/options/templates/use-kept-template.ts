import { useEffect, useState } from 'react';
import { z } from 'zod';
import { SaveTemplate } from '#shared/contract/template.ts';
import type { Topics } from '#extension/messaging/protocol.ts';
import { useBridge } from '../../bridge/bridge.ts';
import type { TemplateStart } from './start-template.ts';

/** As it is while somebody writes: what it must have at the end may still be missing. */
const Unfinished = SaveTemplate.extend({
  folder: z.string(),
  name: z.string(),
  language: z.string(),
  subject: z.string(),
  body: z.string(),
});

/**
 * The template that somebody writes in this team, kept in this browser until it is saved or given up: a closed tab loses
 * nothing.
 */
export function useKeptTemplate({ session, teamId }: Extract<Topics['session'], { state: 'signed-in' }>) {
  const { storage } = useBridge();
  const [editing, setEditing] = useState<TemplateStart | null>(null);
  const key = `template:${session.user.id}:${teamId}`;
  useEffect(() => {
    let isWanted = true;
    const restore = async (): Promise<void> => {
      const kept = Unfinished.safeParse(await storage.get(key)).data;
      if (isWanted && kept !== undefined) setEditing((now) => now ?? kept);
    };
    void restore();
    return () => {
      isWanted = false;
    };
  }, [storage, key]);
  return {
    editing,
    begin: setEditing,
    keep: (template: SaveTemplate): void => void storage.set(key, template),
    end: (): void => {
      setEditing(null);
      void storage.remove(key);
    },
  };
}
