import { useCallback, useEffect, useState } from 'react';
import type { Input, Output, RequestName } from '#extension/messaging/protocol.ts';
import { useRequest } from './use-command.ts';

export interface Answer<Value> {
  value: Value | undefined;
  problem: string | null;
  again: () => void;
}

/** Asks once when shown (and on `again`) and keeps the answer; for what is looked at rarely and not pushed. */
export function useAnswer<Name extends RequestName>(name: Name, input: Input<Name>): Answer<Output<Name>> {
  const request = useRequest();
  const [round, setRound] = useState(0);
  const [answer, setAnswer] = useState<{ value: Output<Name> | undefined; problem: string | null }>({
    value: undefined,
    problem: null,
  });
  const asked = JSON.stringify(input);
  useEffect(() => {
    let current = true;
    void request(name, JSON.parse(asked) as Input<Name>).then((result) => {
      if (!current) return;
      setAnswer((before) =>
        result.ok ? { value: result.value, problem: null } : { value: before.value, problem: result.problem.message },
      );
    });
    return () => {
      current = false;
    };
  }, [request, name, asked, round]);
  const again = useCallback(() => setRound((count) => count + 1), []);
  return { ...answer, again };
}
