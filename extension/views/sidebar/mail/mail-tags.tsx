import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { t } from '#extension/language/t.ts';
import type { CorrespondenceCard } from '#shared/contract/correspondence-list.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { TextInput } from '../../ui/field.tsx';
import { Popover } from '../../ui/popover.tsx';
import { useMailChange } from './use-mail-change.ts';

const longestTag = 60;

/** A correspondence's tags in what room there is; a click shows all of them, to add and to take away. */
export function MailTags({ card, canWrite }: { card: CorrespondenceCard; canWrite: boolean }) {
  const [open, setOpen] = useState(false);
  const [first, ...more] = card.tags;
  if (first === undefined && !canWrite) return null;
  const label = first === undefined ? t('mail.tags.add') : t('mail.tags.all', { tags: card.tags.join(', ') });
  return (
    <Popover
      label={t('mail.tags.title')}
      side="bottom"
      align="start"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <button
          type="button"
          aria-label={label}
          title={label}
          className="flex h-6 min-w-0 items-center gap-1 rounded-md px-1.5 text-small text-muted transition-colors duration-100 hover:bg-hover hover:text-ink"
        >
          {first === undefined ? (
            <Plus size={14} aria-hidden className="shrink-0" />
          ) : (
            <span dir="auto" className="truncate rounded bg-hover px-1.5 text-caption font-medium">
              {first}
            </span>
          )}
          {first === undefined
            ? t('mail.tags.tag')
            : more.length > 0 && <span className="shrink-0">+{more.length}</span>}
        </button>
      }
    >
      <TagEditor card={card} canWrite={canWrite} />
    </Popover>
  );
}

function TagEditor({ card, canWrite }: { card: CorrespondenceCard; canWrite: boolean }) {
  const change = useMailChange(card);
  const [text, setText] = useState('');
  const tag = text.trim();
  const add = (): void => {
    if (tag === '') return;
    setText('');
    if (!card.tags.includes(tag)) void change({ addTags: [tag] });
  };
  return (
    <div className="grid w-60 gap-2 p-2">
      {card.tags.length > 0 && (
        <ul aria-label={t('mail.tags.title')} className="flex max-h-40 flex-wrap gap-1 overflow-y-auto">
          {card.tags.map((each) => (
            <li key={each} className="flex max-w-full items-center rounded bg-hover ps-1.5 text-small">
              <span dir="auto" className="truncate">
                {each}
              </span>
              {canWrite && (
                <IconButton
                  label={t('mail.tags.remove', { tag: each })}
                  className="size-6!"
                  onClick={() => void change({ removeTags: [each] })}
                >
                  <X size={12} aria-hidden />
                </IconButton>
              )}
            </li>
          ))}
        </ul>
      )}
      {canWrite && (
        <form
          className="flex gap-1.5"
          onSubmit={(event) => {
            event.preventDefault();
            add();
          }}
        >
          <TextInput
            aria-label={t('mail.tags.name')}
            placeholder={t('mail.tags.name')}
            maxLength={longestTag}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          <Button type="submit" disabled={tag === ''}>
            {t('mail.tags.add')}
          </Button>
        </form>
      )}
    </div>
  );
}
