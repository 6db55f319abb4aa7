import { useCallback, useEffect, useRef, useState } from 'react';
import type { Input, Output, RequestName } from '#extension/messaging/protocol.ts';
import { useRequest } from './use-command.ts';

export interface Answer<Value> {
  value: Value | undefined;
  problem: string | null;
  again: () => void;
}

/** Asks when shown (and on `again`) and keeps the newest answer; for what is looked at rarely and not pushed. */
export function useAnswer<Name extends RequestName>(name: Name, input: Input<Name>): Answer<Output<Name>> {
  const request = useRequest();
  const round = useRef(0);
  const [answer, setAnswer] = useState<{ value: Output<Name> | undefined; problem: string | null }>({
    value: undefined,
    problem: null,
  });
  const asked = JSON.stringify(input);

  const ask = useCallback(async () => {
    round.current += 1;
    const own = round.current;
    const result = await request(name, JSON.parse(asked) as Input<Name>);
    if (own !== round.current) return;
    setAnswer((before) =>
      result.ok ? { value: result.value, problem: null } : { value: before.value, problem: result.problem.message },
    );
  }, [request, name, asked]);
  useEffect(() => void ask(), [ask]);
  const again = useCallback(() => void ask(), [ask]);
  return { ...answer, again };
}
