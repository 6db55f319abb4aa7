import { useState } from 'react';
import { t } from '#extension/language/t.ts';
import type { OutgoingDraft, Recipient } from '#shared/contract/outgoing-mail.ts';
import { isSendable, parseAddress, parseAddressList } from '#shared/email/address.ts';

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
  const sendable = people.filter(({ address }) => isSendable(address)).map(({ name, address }) => ({ name, address }));
  const others = people.filter(({ address }) => !isSendable(address)).map(optionOf);
  return { people: sendable, rest: [...others, ...(rest === '' ? [] : [rest])].join(', ') };
}

/** Why what is left in a box is nobody that a mail can go to, as a sentence. */
function describeRest(rest: string): string {
  if (rest === '') return '';
  const strange = parseAddressList(rest).people.find(({ address }) => !isSendable(address));
  if (strange !== undefined) return t('outgoing.notSendable', { text: strange.address });
  return t('outgoing.notAnAddress', { text: rest });
}

/** What stands in the recipients' boxes and is nobody yet. Nothing of it may be left behind when the mail goes. */
export function useRecipients(
  draft: OutgoingDraft,
  known: readonly Recipient[],
  onChange: (fields: Partial<OutgoingDraft>) => void,
  isStranger: (person: Recipient) => boolean,
) {
  const [typed, setTyped] = useState<Readonly<Record<RecipientKind, string>>>({ to: '', cc: '', bcc: '' });
  const [problems, setProblems] = useState<Readonly<Partial<Record<RecipientKind, string>>>>({});

  /** Makes recipients of a text; what is no address stays in the box, and the answer is false. */
  const take = (kind: RecipientKind, text: string): boolean => {
    const { people, rest } = readRecipients(text, known);
    const fresh = people.filter(({ address }) => !draft[kind].some((one) => one.address === address));
    if (fresh.length > 0) onChange({ [kind]: [...draft[kind], ...fresh] });
    setTyped((now) => ({ ...now, [kind]: rest }));
    setProblems((now) => ({ ...now, [kind]: describeRest(rest) }));
    return rest === '';
  };
  const takeAll = (): boolean => kinds.map((kind) => take(kind, typed[kind])).every(Boolean);
  const fieldOf = (kind: RecipientKind) => ({
    people: draft[kind],
    known,
    isStranger,
    text: typed[kind],
    problem: problems[kind] ?? '',
    onText: (text: string) => {
      setTyped((now) => ({ ...now, [kind]: text }));
      setProblems((now) => ({ ...now, [kind]: '' }));
    },
    onTake: (text: string) => void take(kind, text),
    onChange: (next: Recipient[]) => onChange({ [kind]: next }),
  });
  return { fieldOf, takeAll };
}
