import { useEffect, useRef, useState } from 'react';
import type { OutgoingDraft, OutgoingFile, PreparedAnswer } from '#shared/contract/outgoing-mail.ts';
import { useBridge } from '../../bridge/bridge.ts';
import { useRequest } from '../../bridge/use-command.ts';
import { useSelf } from '../self.ts';
import { dropAnswer, keepAnswer } from './kept-answers.ts';

const saveAfterMs = 800;

type Keeping = 'kept' | 'keeping' | { problem: string };

/**
 * The mail that is being written: kept on the server, where a teammate can take it over, and in this browser until the
 * server has it.
 */
export function useWriting(start: OutgoingDraft, prepared: PreparedAnswer) {
  const request = useRequest();
  const { storage } = useBridge();
  const self = useSelf();
  const [draft, setDraft] = useState<OutgoingDraft>({ ...start, mailboxId: start.mailboxId ?? prepared.mailboxId });
  const [keeping, setKeeping] = useState<Keeping>('kept');
  const [problem, setProblem] = useState<string | null>(null);
  const [isSending, setSending] = useState(false);
  const latest = useRef(draft);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  /** Saves go out one after the other, so that an older one never overtakes a newer. */
  const last = useRef<Promise<void>>(Promise.resolve());

  const save = (): Promise<void> => {
    clearTimeout(timer.current);
    timer.current = undefined;
    last.current = saveAfter(last.current);
    return last.current;
  };
  const saveAfter = async (before: Promise<void>): Promise<void> => {
    await before;
    const saved = latest.current;
    const result = await request('outgoing.save', saved);
    if (!result.ok) setKeeping({ problem: result.problem.message });
    if (!result.ok || latest.current !== saved) return;
    setKeeping('kept');
    await dropAnswer(storage, self, saved);
  };
  const change = (fields: Partial<OutgoingDraft>): void => {
    latest.current = { ...latest.current, ...fields };
    setDraft(latest.current);
    setProblem(null);
    setKeeping('keeping');
    void keepAnswer(storage, self, latest.current);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void save(), saveAfterMs);
  };
  /** True once the server has it in its queue, to go out now or at `sendAt`. */
  const send = async (sendAt: string | null): Promise<boolean> => {
    if (isSending) return false;
    setSending(true);
    clearTimeout(timer.current);
    timer.current = undefined;
    await last.current;
    const result = await request('outgoing.send', { ...latest.current, sendAt });
    setSending(false);
    if (result.ok) await dropAnswer(storage, self, latest.current);
    else setProblem(result.problem.message);
    return result.ok;
  };
  const forget = async (): Promise<void> => {
    clearTimeout(timer.current);
    timer.current = undefined;
    await last.current;
    await dropAnswer(storage, self, latest.current);
  };

  const saveNow = useRef(save);
  useEffect(() => {
    saveNow.current = save;
  });
  useEffect(() => {
    const hurry = (): void => {
      if (timer.current !== undefined) void saveNow.current();
    };
    window.addEventListener('pagehide', hurry);
    return () => {
      window.removeEventListener('pagehide', hurry);
      hurry();
    };
  }, []);
  /** What goes with it by then; a file may have gone up while something else was changed. */
  const changeFiles = (next: (files: readonly OutgoingFile[]) => OutgoingFile[]): void =>
    change({ files: next(latest.current.files) });
  return { draft, change, changeFiles, send, forget, keeping, problem, isSending };
}
