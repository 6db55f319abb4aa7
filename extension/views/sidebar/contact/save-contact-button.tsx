import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { v7 as createId } from 'uuid';
import { t } from '#extension/language/t.ts';
import { useCommand } from '../../bridge/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { useShowToast } from '../../ui/toasts.tsx';
import type { Person } from './people.ts';

/** Saves a person with what the page shows; one click, with the way back. */
export function SaveContactButton({ person }: { person: Person }) {
  const command = useCommand();
  const show = useShowToast();
  const [saving, setSaving] = useState(false);
  const save = async (): Promise<void> => {
    setSaving(true);
    const id = createId();
    const result = await command('contact.save', { id, name: person.name, address: person.address });
    setSaving(false);
    if (result.ok)
      show({ text: t('contact.saved', { name: person.name }), undo: () => void command('contact.remove', { id }) });
  };
  return (
    <Button size="small" className="shrink-0" disabled={saving} onClick={() => void save()}>
      <UserPlus size={14} aria-hidden />
      {saving ? t('contact.saving') : t('contact.save')}
    </Button>
  );
}
