import { useEffect } from 'react';
import type { Recipient, SendingMailbox } from '#shared/contract/outgoing-mail.ts';
import { useRequest } from '../../bridge/use-command.ts';
import { useStateOf } from '../../bridge/use-state-of.ts';
import type { Sender } from './writing.ts';

export interface ShownSender extends Sender {
  readonly shown: string;
}

/**
 * Every address that a mail may go out from. Those of the chosen mailbox are asked for afresh; until the provider has
 * answered, and while it does not, what the server knows of them counts.
 */
export function useSenders(
  mailboxes: readonly SendingMailbox[],
  chosen: SendingMailbox | undefined,
): readonly ShownSender[] {
  const request = useRequest();
  const id = chosen?.maySend === true ? chosen.id : null;
  const [fresh, setFresh] = useStateOf<readonly Recipient[] | null>(id ?? '', null);
  useEffect(() => {
    if (id === null) return;
    const ask = async (): Promise<void> => {
      const result = await request('outgoing.aliases', { mailboxId: id });
      if (result.ok) setFresh(() => result.value);
    };
    void ask();
  }, [request, id, setFresh]);
  return mailboxes.flatMap((mailbox) => {
    const aliases = (mailbox.id === id ? fresh : null) ?? mailbox.aliases;
    const others = aliases.map(({ address }) => ({ mailboxId: mailbox.id, fromAddress: address, shown: address }));
    return [{ mailboxId: mailbox.id, fromAddress: null, shown: mailbox.address }, ...others];
  });
}
