import { Link2, X } from 'lucide-react';
import { useState } from 'react';
import { t } from '#extension/language/t.ts';
import type { OutgoingLink, OutgoingMail } from '#shared/contract/outgoing-mail.ts';
import { useCommand } from '../../bridge/use-command.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Select, TextInput } from '../../ui/field.tsx';

const words: Record<OutgoingLink['kind'], () => string> = {
  contact: () => t('mailLink.kind.contact'),
  company: () => t('mailLink.kind.company'),
  correspondence: () => t('mailLink.kind.correspondence'),
  case: () => t('mailLink.kind.case'),
  task: () => t('mailLink.kind.task'),
};

interface OutgoingLinksProps {
  mail: OutgoingMail;
  canWrite: boolean;
  onChanged: () => void;
}

/** To which records a mail is linked. Cases and tasks are linked by the id that their own system gives. */
export function OutgoingLinks({ mail, canWrite, onChanged }: OutgoingLinksProps) {
  const command = useCommand();
  const [isAdding, setIsAdding] = useState(false);
  const change = async (add: OutgoingLink[], remove: OutgoingLink[]): Promise<boolean> => {
    const { ok } = await command('outgoing.link', { id: mail.id, add, remove });
    if (ok) onChanged();
    return ok;
  };
  return (
    <div className="grid gap-1.5">
      {mail.links.length > 0 && (
        <ul aria-label={t('mailLink.title')} className="flex flex-wrap gap-1">
          {mail.links.map((link) => (
            <li
              key={`${link.kind} ${link.recordId}`}
              className="flex max-w-full items-center gap-1 rounded bg-hover ps-1.5 text-caption"
            >
              <span className="min-w-0 truncate">
                {words[link.kind]()} <bdi className="font-medium">{nameOf(link)}</bdi>
              </span>
              {canWrite && (
                <IconButton
                  className="size-5!"
                  label={t('mailLink.remove', { name: `${words[link.kind]()} ${nameOf(link)}` })}
                  onClick={() => void change([], [link])}
                >
                  <X size={12} aria-hidden />
                </IconButton>
              )}
            </li>
          ))}
        </ul>
      )}
      {canWrite && !isAdding && (
        <div>
          <Button size="small" kind="ghost" className="-ms-2" onClick={() => setIsAdding(true)}>
            <Link2 size={13} aria-hidden />
            {t('mailLink.begin')}
          </Button>
        </div>
      )}
      {isAdding && (
        <LinkForm
          onCancel={() => setIsAdding(false)}
          onLink={async (add) => {
            if (await change([add], [])) setIsAdding(false);
          }}
        />
      )}
    </div>
  );
}

/** Our own records have ids that say nothing to a person. */
function nameOf({ kind, recordId }: OutgoingLink): string {
  return kind === 'case' || kind === 'task' ? recordId : '';
}

function LinkForm({ onLink, onCancel }: { onLink: (link: OutgoingLink) => Promise<void>; onCancel: () => void }) {
  const [kind, setKind] = useState<'case' | 'task'>('case');
  const [recordId, setRecordId] = useState('');
  return (
    <form
      className="flex flex-wrap gap-1.5"
      onSubmit={(event) => {
        event.preventDefault();
        void onLink({ kind, recordId: recordId.trim() });
      }}
    >
      <Select
        aria-label={t('mailLink.to')}
        className="w-auto!"
        value={kind}
        onChange={(event) => setKind(event.target.value === 'task' ? 'task' : 'case')}
      >
        <option value="case">{t('mailLink.kind.case')}</option>
        <option value="task">{t('mailLink.kind.task')}</option>
      </Select>
      <TextInput
        autoFocus
        aria-label={t('mailLink.id')}
        placeholder={t('mailLink.id')}
        className="min-w-20 flex-1"
        maxLength={200}
        value={recordId}
        onChange={(event) => setRecordId(event.target.value)}
      />
      <Button type="submit" size="small" disabled={recordId.trim() === ''}>
        {t('mailLink.add')}
      </Button>
      <Button size="small" kind="ghost" onClick={onCancel}>
        {t('sharing.cancel')}
      </Button>
    </form>
  );
}
