import { useEffect, useState } from 'react';
import { useBridge } from '../bridge/bridge.ts';
import { useRequest } from '../bridge/use-command.ts';
import { completeServerAddress, isReachable, serverAddressKey } from './server-address.ts';

type SignInState = { kind: 'idle' } | { kind: 'busy' } | { kind: 'refused'; problem: string };

/** The address one signs in at, remembered, and the sign-in itself, which goes on in the worker. */
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
    if (serverUrl === undefined) return refuse('That is not a complete address. It looks like sidethread.example.com.');
    if (!isReachable(serverUrl))
      return refuse('Use an address with https://. Without it only a server on this machine is reached.');
    // Asked first and at once: browsers allow the question only within the click.
    const asked = shell.askForOrigin(serverUrl);
    setState({ kind: 'busy' });
    void storage.set(serverAddressKey, serverUrl);
    const allowed = await asked.catch(() => false);
    if (!allowed) return refuse('Sidethread needs your permission to reach this server. Sign in again and allow it.');
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
    busy: state.kind === 'busy',
    problem: state.kind === 'refused' ? state.problem : null,
  };
}
