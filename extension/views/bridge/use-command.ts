import { useCallback } from 'react';
import type { Input, Output, RequestName, Result } from '#extension/messaging/protocol.ts';
import { useShowToast } from '../ui/toasts.tsx';
import { useBridge } from './bridge.ts';

const unreachable = 'Sidethread did not answer. Nothing you wrote is lost; try again in a moment.';

export type Send = <Name extends RequestName>(name: Name, input: Input<Name>) => Promise<Result<Output<Name>>>;

/** Asks the worker; a broken channel is answered like any other problem. */
export function useRequest(): Send {
  const { messaging } = useBridge();
  return useCallback(
    async (name, input) => {
      try {
        return await messaging.request(name, input);
      } catch {
        return { ok: false, problem: { code: 'unavailable', message: unreachable } };
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
