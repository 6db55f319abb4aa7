import { useState } from 'react';
import { t } from '#extension/language/t.ts';
import { Button } from '../../ui/button.tsx';
import { TextInput } from '../../ui/field.tsx';

interface NewFieldProps {
  taken: Readonly<Record<string, string>>;
  onAdd: (name: string, value: string) => Promise<boolean>;
  onClose: () => void;
}

/** Two boxes for a field's name and value. */
export function NewField({ taken, onAdd, onClose }: NewFieldProps) {
  const [name, setName] = useState('');
  const [value, setValue] = useState('');
  const repeated = Object.hasOwn(taken, name.trim());
  const add = async (): Promise<void> => {
    if (name.trim() === '' || value.trim() === '' || repeated) return;
    if (await onAdd(name.trim(), value.trim())) onClose();
  };
  return (
    <form
      className="mt-1 grid gap-1.5 px-1.5 pb-1"
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        onClose();
      }}
    >
      <div className="flex gap-1.5">
        <TextInput
          autoFocus
          aria-label={t('contact.fieldName')}
          placeholder={t('contact.field')}
          maxLength={60}
          value={name}
          onChange={(event) => setName(event.target.value)}
          className="w-2/5!"
        />
        <TextInput
          aria-label={t('contact.fieldValue')}
          placeholder={t('contact.value')}
          maxLength={2000}
          value={value}
          onChange={(event) => setValue(event.target.value)}
        />
      </div>
      {repeated && <p className="text-caption text-danger">{t('contact.fieldTaken')}</p>}
      <div className="flex gap-1.5">
        <Button size="small" type="submit" disabled={name.trim() === '' || value.trim() === '' || repeated}>
          {t('action.add')}
        </Button>
        <Button size="small" kind="ghost" onClick={onClose}>
          {t('action.cancel')}
        </Button>
      </div>
    </form>
  );
}
