import { useEffect, useState } from 'react';
import { t } from '#extension/language/t.ts';
import { useBridge } from '../bridge/bridge.ts';
import { useRequest } from '../bridge/use-command.ts';
import { completeServerAddress, isReachable, serverAddressKey } from './server-address.ts';

type SignInState = { kind: 'idle' } | { kind: 'busy' } | { kind: 'refused'; problem: string };

/**
 * The address one signs in at, remembered, and the sign-in itself, which goes on in the worker: the browser's question
 * whether the server may be reached can close the popup.
 */
export function useSignIn() {
  const { storage, shell } = useBridge();
  const request = useRequest();
  const [typed, setTyped] = useState<string | null>(null);
  const [kept, setKept] = useState('');
  const [state, setState] = useState<SignInState>({ kind: 'idle' });
  useEffect(() => {
    const load = async (): Promise<void> => {
      const value = await storage.get(serverAddressKey);
      if (typeof value === 'string') setKept(value);
    };
    void load();
  }, [storage]);

  const address = typed ?? kept;
  const refuse = (problem: string): void => setState({ kind: 'refused', problem });
  const signIn = async (): Promise<void> => {
    const serverUrl = completeServerAddress(address);
    if (serverUrl === undefined) return refuse(t('popup.notAnAddress'));
    if (!isReachable(serverUrl)) return refuse(t('popup.notEncrypted'));
    // All three begun at once: browsers allow the question only within the click, and it may end this page.
    const expected = request('session.expect', { serverUrl });
    void storage.set(serverAddressKey, serverUrl);
    const asked = shell.askForOrigin(serverUrl);
    setState({ kind: 'busy' });
    const isAllowed = await asked.catch(() => false);
    await expected;
    if (!isAllowed) return refuse(t('popup.notAllowed'));
    const result = await request('session.sign-in', { serverUrl });
    if (result.ok) setState({ kind: 'idle' });
    else refuse(result.problem.message);
  };
  return {
    address,
    setAddress: (text: string) => {
      setTyped(text);
      setState({ kind: 'idle' });
    },
    signIn,
    isBusy: state.kind === 'busy',
    problem: state.kind === 'refused' ? state.problem : null,
  };
}
