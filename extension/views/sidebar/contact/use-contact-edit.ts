import { useEffect, useRef, useState } from 'react';
import type { Contact, UpdateContact } from '#shared/contract/contact.ts';
import { useCommand } from '../../bridge/use-command.ts';
import { useShowToast } from '../../ui/toasts.tsx';

type Change = UpdateContact['change'];

/**
 * What takes a change back: the same keys with what stood there before. Of the fields only those that it changed go
 * back: what was written into others since stays.
 */
export function reverseOf(change: Change, before: Contact, now: Contact): Change {
  return {
    ...(change.name === undefined ? {} : { name: before.name }),
    ...(change.companyName === undefined ? {} : { companyName: before.company?.name ?? '' }),
    ...(change.ownerId === undefined ? {} : { ownerId: before.owner?.id ?? null }),
    ...(change.status === undefined ? {} : { status: before.status }),
    ...(change.fields === undefined ? {} : { fields: revertFields(change.fields, before.fields, now.fields) }),
  };
}

type Fields = Contact['fields'];

function revertFields(changed: Fields, before: Fields, now: Fields): Fields {
  const touched = [...new Set([...Object.keys(changed), ...Object.keys(before)])].filter(
    (name) => changed[name] !== before[name],
  );
  const others = Object.entries(now).filter(([name]) => !touched.includes(name));
  const back = touched.flatMap((name) => {
    const value = before[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries([...others, ...back]);
}

/** Saves a change at once and offers the way back, which is made on whatever version is newest then. */
export function useContactEdit(contact: Contact): {
  edit: (change: Change, said: string) => Promise<boolean>;
  saving: boolean;
} {
  const command = useCommand();
  const show = useShowToast();
  const newest = useRef(contact);
  const [saving, setSaving] = useState(false);
  useEffect(() => {
    newest.current = contact;
  }, [contact]);

  const send = async (change: Change): Promise<boolean> => {
    setSaving(true);
    const { id, version } = newest.current;
    const result = await command('contact.update', { id, version, change });
    setSaving(false);
    return result.ok;
  };
  const edit = async (change: Change, said: string): Promise<boolean> => {
    const before = newest.current;
    const saved = await send(change);
    if (saved) show({ text: said, undo: () => void send(reverseOf(change, before, newest.current)) });
    return saved;
  };
  return { edit, saving };
}
