import { useState } from 'react';
import type { Result } from '#extension/messaging/protocol.ts';

/**
 * A dialog's last word: once at a time, and only a success ends the dialog. A refusal is kept as `problem`, so that
 * nothing that was typed or chosen is lost.
 */
export function useAttempt(onDone: () => void) {
  const [state, setState] = useState<{ isBusy: boolean; problem: string | null }>({ isBusy: false, problem: null });
  const attempt = async (act: () => Promise<Result<unknown>>): Promise<void> => {
    setState({ isBusy: true, problem: null });
    const result = await act();
    if (result.ok) onDone();
    else setState({ isBusy: false, problem: result.problem.message });
  };
  return { ...state, attempt };
}
