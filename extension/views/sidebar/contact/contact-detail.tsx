import { ChevronsUpDown, Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { t } from '#extension/language/t.ts';
import type { Contact, ContactStatus } from '#shared/contract/contact.ts';
import type { UserId } from '#shared/contract/ids.ts';
import { useTopic } from '../../bridge/topic-store.ts';
import { Button } from '../../ui/button.tsx';
import { Menu, MenuChoice, MenuChoices } from '../../ui/menu.tsx';
import { Time } from '../../ui/time.tsx';
import { WriteToContact } from '../outgoing/new-mail-place.tsx';
import { useSelf } from '../self.ts';
import { describeActivity, statuses, statusWord } from './contact-words.ts';
import { EditableText } from './editable-text.tsx';
import { NewField } from './new-field.tsx';
import { TimelineDialog } from './timeline-dialog.tsx';
import { useContactEdit } from './use-contact-edit.ts';

const none = 'none';

/** Everything the team keeps of a contact, each thing edited where it stands. */
export function ContactDetail({ contact }: { contact: Contact }) {
  const { canWrite } = useSelf();
  const [showsTimeline, setShowsTimeline] = useState(false);
  const { edit } = useContactEdit(contact);
  const teammates = useTopic('teammates') ?? [];
  const fields = Object.entries(contact.fields);
  const saveField = (name: string, value: string): Promise<boolean> => {
    const rest = Object.fromEntries(fields.filter(([key]) => key !== name));
    const next = value === '' ? rest : { ...contact.fields, [name]: value };
    return edit({ fields: next }, value === '' ? t('contact.removed', { name }) : t('contact.saved', { name }));
  };
  return (
    <div className="px-2.5 py-2 text-small">
      <dl className="grid grid-cols-[5.25rem_1fr] items-baseline gap-x-1 gap-y-0.5 wide:grid-cols-[7rem_1fr]">
        <Row name={t('contact.name')}>
          <EditableText
            label={t('contact.name')}
            value={contact.name}
            empty={t('contact.addName')}
            maxLength={200}
            disabled={!canWrite}
            onSave={async (name) => name !== '' && edit({ name }, t('contact.nameSaved'))}
          />
        </Row>
        <Row name={contact.addresses.length > 1 ? t('contact.addresses') : t('contact.address')}>
          {contact.addresses.map(({ address }) => (
            <span key={address} className="block px-1.5 py-1 break-all">
              {address}
            </span>
          ))}
        </Row>
        <Row name={t('contact.company')}>
          <EditableText
            label={t('contact.company')}
            value={contact.company?.name ?? ''}
            empty={t('contact.addCompany')}
            maxLength={200}
            disabled={!canWrite}
            onSave={(companyName) => edit({ companyName }, t('contact.companySaved'))}
          />
        </Row>
        <Row name={t('contact.statusLabel')}>
          <Choice
            label={t('contact.statusLabel')}
            value={contact.status}
            disabled={!canWrite}
            choices={statuses.map((status) => ({ value: status, text: statusWord(status) }))}
            onChange={(status) =>
              void edit(
                { status: status as ContactStatus },
                t('contact.statusSaved', { status: statusWord(status as ContactStatus) }),
              )
            }
          />
        </Row>
        <Row name={t('contact.owner')}>
          <Choice
            label={t('contact.owner')}
            value={contact.owner?.id ?? none}
            disabled={!canWrite}
            choices={[
              { value: none, text: t('contact.nobody') },
              ...withOwner(
                contact,
                teammates.map(({ id, name }) => ({ value: id, text: name })),
              ),
            ]}
            onChange={(id) => void edit({ ownerId: id === none ? null : (id as UserId) }, t('contact.ownerSaved'))}
          />
        </Row>
        {fields.map(([name, value]) => (
          <Row key={name} name={name}>
            <EditableText
              label={name}
              value={value}
              empty={t('contact.empty')}
              maxLength={2000}
              disabled={!canWrite}
              onSave={(next) => saveField(name, next)}
              className="whitespace-pre-wrap"
            />
          </Row>
        ))}
      </dl>
      {canWrite && <AddField taken={contact.fields} onAdd={saveField} />}
      <div className="mt-1.5 flex items-center gap-2 border-t border-line px-1.5 pt-2 text-caption text-muted">
        <p className="min-w-0 flex-1">
          {contact.newestActivity !== null && (
            <>
              {describeActivity(contact.newestActivity)} · <Time at={contact.newestActivity.at} />
            </>
          )}
        </p>
        {contact.addresses.length > 0 && <WriteToContact contactId={contact.id} />}
        <Button kind="link" size="small" onClick={() => setShowsTimeline(true)}>
          {t('timeline.open')}
        </Button>
      </div>
      {showsTimeline && <TimelineDialog contact={contact} onClose={() => setShowsTimeline(false)} />}
    </div>
  );
}

interface ChoiceOption {
  value: string;
  text: string;
}

/** An owner who left the team is still shown. */
function withOwner(contact: Contact, options: ChoiceOption[]): ChoiceOption[] {
  const { owner } = contact;
  if (owner === null || options.some(({ value }) => value === owner.id)) return options;
  return [...options, { value: owner.id, text: owner.name }];
}

const Row = ({ name, children }: { name: string; children: ReactNode }) => (
  <>
    <dt dir="auto" className="px-1.5 py-1 text-muted">
      {name}
    </dt>
    <dd className="min-w-0">{children}</dd>
  </>
);

interface ChoiceProps {
  label: string;
  value: string;
  disabled: boolean;
  choices: ChoiceOption[];
  onChange: (value: string) => void;
}

function Choice({ label, value, disabled, choices, onChange }: ChoiceProps) {
  const current = choices.find((choice) => choice.value === value)?.text ?? '—';
  if (disabled) return <span className="block px-1.5 py-1">{current}</span>;
  return (
    <Menu
      align="start"
      trigger={
        <button
          type="button"
          aria-label={t('contact.changeLabel', { label, value: current })}
          className="flex w-full items-center gap-1 rounded border border-transparent px-1.25 py-0.75 text-start transition-colors duration-100 hover:border-line hover:bg-hover"
        >
          <span className="min-w-0 truncate">{current}</span>
          <ChevronsUpDown size={12} aria-hidden className="shrink-0 text-muted" />
        </button>
      }
    >
      <MenuChoices value={value} onChange={onChange}>
        {choices.map((choice) => (
          <MenuChoice key={choice.value} value={choice.value}>
            {choice.text}
          </MenuChoice>
        ))}
      </MenuChoices>
    </Menu>
  );
}

function AddField({
  taken,
  onAdd,
}: {
  taken: Contact['fields'];
  onAdd: (name: string, value: string) => Promise<boolean>;
}) {
  const [adding, setAdding] = useState(false);
  if (adding) return <NewField taken={taken} onAdd={onAdd} onClose={() => setAdding(false)} />;
  return (
    <Button kind="ghost" size="small" className="mt-0.5 px-1.5!" onClick={() => setAdding(true)}>
      <Plus size={14} aria-hidden />
      {t('contact.addField')}
    </Button>
  );
}
