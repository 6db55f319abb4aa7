import type { ReactNode } from 'react';
import { useId } from 'react';
import { t } from '#extension/language/t.ts';
import { SwitchRow } from '../../ui/switch.tsx';
import type { SharingBase, SharingForm } from './sharing-rules.ts';

interface SharingFieldsProps {
  form: SharingForm;
  onChange: (form: SharingForm) => void;
}

/** Whose mail is shared, and whose never. */
export function SharingFields({ form, onChange }: SharingFieldsProps) {
  const set = (change: Partial<SharingForm>): void => onChange({ ...form, ...change });
  const choice = (base: SharingBase, label: string, note: string) => (
    <Choice isChosen={form.base === base} label={label} note={note} onChoose={() => set({ base })} />
  );
  return (
    <>
      <fieldset className="grid gap-2">
        <legend className="mb-1 font-medium">{t('sharing.what')}</legend>
        {choice('nothing', t('sharing.nothing'), t('sharing.nothingNote'))}
        {choice('contacts', t('sharing.contacts'), t('sharing.contactsNote'))}
        {choice('listed', t('sharing.listed'), t('sharing.listedNote'))}
        {form.base === 'listed' && (
          <Lines label={t('sharing.listedLabel')} value={form.listed} onChange={(listed) => set({ listed })} />
        )}
        {choice('all', t('sharing.all'), t('sharing.allNote'))}
      </fieldset>
      {form.base !== 'nothing' && (
        <SwitchRow
          label={t('sharing.freeMail')}
          note={t('sharing.freeMailNote')}
          on={form.includesFreeMail}
          onChange={(includesFreeMail) => set({ includesFreeMail })}
        />
      )}
      <Lines
        label={t('sharing.never')}
        note={t('sharing.neverNote')}
        value={form.never}
        onChange={(never) => set({ never })}
      />
    </>
  );
}

interface ChoiceProps {
  isChosen: boolean;
  label: string;
  note: string;
  onChoose: () => void;
}

const group = 'sharing';

const Choice = ({ isChosen, label, note, onChoose }: ChoiceProps) => (
  <label className="flex items-start gap-2.5">
    <input type="radio" name={group} checked={isChosen} onChange={onChoose} className="mt-1 accent-accent" />
    <span>
      <span className="block">{label}</span>
      <span className="block text-small text-pretty text-muted">{note}</span>
    </span>
  </label>
);

interface LinesProps {
  label: string;
  note?: ReactNode;
  value: string;
  onChange: (value: string) => void;
}

function Lines({ label, note, value, onChange }: LinesProps) {
  const id = useId();
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <textarea
        id={id}
        aria-describedby={`${id}-note`}
        rows={3}
        spellCheck={false}
        placeholder={t('sharing.example')}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="w-full rounded-md border border-line-strong/60 bg-canvas px-2.5 py-1.5 text-body focus-visible:border-accent focus-visible:outline-1 focus-visible:outline-offset-0"
      />
      <p id={`${id}-note`} className="text-caption text-muted">
        {note}
      </p>
    </div>
  );
}
