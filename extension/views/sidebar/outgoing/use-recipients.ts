import { useState } from 'react';
import type { OutgoingDraft, Recipient } from '#shared/contract/outgoing-mail.ts';
import { parseAddress, parseAddressList } from '#shared/email/address.ts';

export type RecipientKind = 'to' | 'cc' | 'bcc';
const kinds: readonly RecipientKind[] = ['to', 'cc', 'bcc'];

/** How somebody is offered for completion, and told when they were picked. */
export function optionOf({ name, address }: Recipient): string {
  return name === '' ? address : `${name} <${address}>`;
}

/** Whom a text names; `rest` is what in it is no address. */
function readRecipients(text: string, known: readonly Recipient[]): { people: Recipient[]; rest: string } {
  const one = known.find((person) => text === optionOf(person)) ?? parseAddress(text);
  const { people, rest } = one === undefined ? parseAddressList(text) : { people: [one], rest: '' };
  return { people: people.map(({ name, address }) => ({ name, address })), rest };
}

/** What stands in the recipients' boxes and is nobody yet. Nothing of it may be left behind when the mail goes. */
export function useRecipients(
  draft: OutgoingDraft,
  known: readonly Recipient[],
  onChange: (fields: Partial<OutgoingDraft>) => void,
) {
  const [typed, setTyped] = useState<Readonly<Record<RecipientKind, string>>>({ to: '', cc: '', bcc: '' });
  const [wrong, setWrong] = useState<readonly RecipientKind[]>([]);
  const mark = (kind: RecipientKind, isWrong: boolean): void =>
    setWrong((now) => [...now.filter((each) => each !== kind), ...(isWrong ? [kind] : [])]);

  /** Makes recipients of a text; what is no address stays in the box, and the answer is false. */
  const take = (kind: RecipientKind, text: string): boolean => {
    const { people, rest } = readRecipients(text, known);
    const fresh = people.filter(({ address }) => !draft[kind].some((one) => one.address === address));
    if (fresh.length > 0) onChange({ [kind]: [...draft[kind], ...fresh] });
    setTyped((now) => ({ ...now, [kind]: rest }));
    mark(kind, rest !== '');
    return rest === '';
  };
  const takeAll = (): boolean => kinds.map((kind) => take(kind, typed[kind])).every(Boolean);
  const fieldOf = (kind: RecipientKind) => ({
    people: draft[kind],
    known,
    text: typed[kind],
    isWrong: wrong.includes(kind),
    onText: (text: string) => {
      setTyped((now) => ({ ...now, [kind]: text }));
      mark(kind, false);
    },
    onTake: (text: string) => void take(kind, text),
    onChange: (next: Recipient[]) => onChange({ [kind]: next }),
  });
  return { fieldOf, takeAll };
}
