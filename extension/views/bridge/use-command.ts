import { useCallback } from 'react';
import type { TextKey } from '#extension/language/messages.ts';
import { t } from '#extension/language/t.ts';
import type { Input, Output, RequestName, Result } from '#extension/messaging/protocol.ts';
import type { ProblemCode } from '#shared/contract/problem.ts';
import { useShowToast } from '../ui/toasts.tsx';
import { useBridge } from './bridge.ts';

const onTheWay: Partial<Record<ProblemCode, TextKey>> = {
  gone: 'failure.gone',
  internal: 'failure.refusedByBrowser',
  unavailable: 'failure.restarted',
};

/** Problems that arose on the way to the worker come without a sentence. */
function withSentence<Value>(result: Result<Value>): Result<Value> {
  if (result.ok || result.problem.message !== '') return result;
  const message = t(onTheWay[result.problem.code] ?? 'failure.noAnswer');
  return { ok: false, problem: { ...result.problem, message } };
}

export type Send = <Name extends RequestName>(name: Name, input: Input<Name>) => Promise<Result<Output<Name>>>;

/** Asks the worker; a broken channel is answered like any other problem. */
export function useRequest(): Send {
  const { messaging } = useBridge();
  return useCallback(
    async (name, input) => {
      try {
        return withSentence(await messaging.request(name, input));
      } catch {
        return { ok: false, problem: { code: 'unavailable', message: t('failure.noAnswer') } };
      }
    },
    [messaging],
  );
}

/** Like `useRequest`, and says a problem in a toast. */
export function useCommand(): Send {
  const request = useRequest();
  const show = useShowToast();
  return useCallback(
    async (name, input) => {
      const result = await request(name, input);
      if (!result.ok) show({ text: result.problem.message });
      return result;
    },
    [request, show],
  );
}
