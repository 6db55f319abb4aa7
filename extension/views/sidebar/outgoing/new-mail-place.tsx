import { PenLine } from 'lucide-react';
import { createContext, useContext, type ReactElement, type ReactNode } from 'react';
import { t } from '#extension/language/t.ts';
import type { OutgoingDraft } from '#shared/contract/outgoing-mail.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { useCommand } from '../../bridge/use-command.ts';
import { ToastPlace, useShowToast } from '../../ui/toasts.tsx';
import { useSelf } from '../self.ts';
import { CustomerComposer } from './customer-composer.tsx';
import { OutgoingEntry } from './outgoing-entry.tsx';
import { describeMoment } from './send-button.tsx';
import { useOutgoing } from './use-outgoing.ts';
import { useWritings } from './use-writings.ts';

interface NewMail {
  /** Begins a mail to nobody yet, or to a contact. */
  readonly begin: (contactId: string | null) => void;
  /** One's own new mails that did not come back from a mailbox yet. */
  readonly own: readonly ReactElement[];
}

const NewMailContext = createContext<NewMail | null>(null);

/** Where a new mail is written: in the whole sidebar, so that no other box stands beside it. */
export function NewMailPlace({ children }: { children: ReactNode }) {
  const outgoing = useOutgoing(null);
  const writings = useWritings(null, outgoing);
  const command = useCommand();
  const show = useShowToast();
  const { writing } = writings;
  const own = outgoing.mails
    .filter(({ id }) => id !== writing?.start.id)
    .map((mail) => (
      <OutgoingEntry key={mail.id} mail={mail} onChanged={outgoing.again} onWrite={(each) => writings.open(each)} />
    ));
  const begin = (contactId: string | null): void => void writings.begin('new', null, { contactId });
  const tellSent = (draft: OutgoingDraft, at: Date | null): void => {
    const text = at === null ? t('outgoing.goesOut') : t('outgoing.goesOutAt', { time: describeMoment(at) });
    const undo = async (): Promise<void> => {
      const result = await command('outgoing.act', { id: draft.id, act: 'undo' });
      outgoing.again();
      if (result.ok) writings.openDraft(draft);
    };
    show({ text, undo: () => void undo() });
  };
  return (
    <NewMailContext value={{ begin, own }}>
      <div className={writing === null ? 'contents' : 'hidden'}>{children}</div>
      {writing !== null && (
        <main className="relative flex min-h-0 flex-1 flex-col">
          <h1 className="sr-only">{t('outgoing.new')}</h1>
          <CustomerComposer
            key={writing.start.id}
            {...writing}
            isWhole
            known={[]}
            cautionsOf={() => []}
            onSent={tellSent}
            onClose={writings.close}
            onDiscard={(id) => void writings.discard(id)}
          />
          <ToastPlace />
        </main>
      )}
    </NewMailContext>
  );
}

/** Begins a new mail, from a list. */
export function NewMailButton() {
  const place = useContext(NewMailContext);
  const { canWrite } = useSelf();
  if (place === null || !canWrite) return null;
  return (
    <IconButton label={t('outgoing.new')} onClick={() => place.begin(null)}>
      <PenLine size={15} aria-hidden />
    </IconButton>
  );
}

/** Begins a new mail to a contact. */
export function WriteToContact({ contactId }: { contactId: string }) {
  const place = useContext(NewMailContext);
  const { canWrite } = useSelf();
  if (place === null || !canWrite) return null;
  return (
    <Button kind="link" size="small" onClick={() => place.begin(contactId)}>
      {t('outgoing.writeTo')}
    </Button>
  );
}

/** One's own new mails that are drafts, wait, or went wrong. */
export function OwnNewMails() {
  const own = useContext(NewMailContext)?.own ?? [];
  if (own.length === 0) return null;
  return (
    <section aria-label={t('outgoing.ownNew')} className="max-h-[45%] shrink-0 overflow-y-auto border-b border-line">
      <h2 className="px-3 pt-2 text-caption font-medium text-muted">{t('outgoing.ownNew')}</h2>
      <ul className="grid max-w-200 grid-cols-[minmax(0,1fr)] gap-2 p-2">{own}</ul>
    </section>
  );
}
