import { useCallback, useEffect, useRef, useState } from 'react';
import type { CorrespondenceDetail } from '#shared/contract/correspondence-list.ts';
import { useRequest } from '../../bridge/use-command.ts';

export interface MailOf {
  detail: CorrespondenceDetail | null;
  /** A sentence when it could not be read; what was cached stays. */
  problem: string | null;
  readOlder: () => void;
}

/** The e-mails of a correspondence: what is cached at once, then as the server has them, again with every version. */
export function useMail(correspondenceId: string, version: number): MailOf {
  const request = useRequest();
  const [detail, setDetail] = useState<CorrespondenceDetail | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  const newest = useRef({ correspondenceId, version: 0 });
  useEffect(() => {
    if (newest.current.correspondenceId !== correspondenceId) newest.current = { correspondenceId, version: 0 };
    // In a busy team the next is always on its way: only what is older than what is shown is dropped.
    const isNews = (): boolean =>
      newest.current.correspondenceId === correspondenceId && newest.current.version <= version;
    const read = async (): Promise<void> => {
      const fresh = request('correspondence.read', { correspondenceId, older: false });
      const cached = await request('correspondence.cached', { correspondenceId });
      if (isNews() && cached.ok && cached.value !== null) setDetail(cached.value);
      const result = await fresh;
      if (!isNews()) return;
      newest.current.version = version;
      if (result.ok) setDetail(result.value);
      setProblem(result.ok ? null : result.problem.message);
    };
    void read();
  }, [request, correspondenceId, version]);

  const readOlder = useCallback(async () => {
    const result = await request('correspondence.read', { correspondenceId, older: true });
    if (result.ok) setDetail((shown) => (shown?.card.id === result.value.card.id ? result.value : shown));
    setProblem(result.ok ? null : result.problem.message);
  }, [request, correspondenceId]);

  const shown = detail?.card.id === correspondenceId ? detail : null;
  return { detail: shown, problem, readOlder: () => void readOlder() };
}
