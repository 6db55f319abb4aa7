import { TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { t } from '#extension/language/t.ts';
import { Button } from '../../ui/button.tsx';
import { RecipientField } from './recipient-field.tsx';
import type { useRecipients } from './use-recipients.ts';

/** What one should know before a mail goes. */
export function Cautions({ sentences }: { sentences: readonly string[] }) {
  return (
    <div role="status" className="grid gap-0.5 px-3 py-1 text-small text-warn empty:hidden">
      {sentences.map((sentence) => (
        <p key={sentence} className="flex items-start gap-1.5 text-pretty">
          <TriangleAlert size={13} aria-hidden className="mt-0.5 shrink-0" />
          {sentence}
        </p>
      ))}
    </div>
  );
}

interface RecipientsProps extends Pick<ReturnType<typeof useRecipients>, 'fieldOf'> {
  hasCopies: boolean;
}

/** Who gets it; copies are shown once there are some, or on demand. */
export function Recipients({ fieldOf, hasCopies }: RecipientsProps) {
  const [showsCopies, setShowsCopies] = useState(hasCopies);
  return (
    <>
      <RecipientField label={t('outgoing.to')} {...fieldOf('to')} />
      {showsCopies ? (
        <>
          <RecipientField label={t('outgoing.cc')} {...fieldOf('cc')} />
          <RecipientField label={t('outgoing.bcc')} {...fieldOf('bcc')} />
        </>
      ) : (
        <Button kind="ghost" size="small" className="mx-1.5 h-6! px-1.5!" onClick={() => setShowsCopies(true)}>
          {t('outgoing.addCopies')}
        </Button>
      )}
    </>
  );
}

export function SubjectField({ subject, onChange }: { subject: string; onChange: (subject: string) => void }) {
  return (
    <input
      dir="auto"
      aria-label={t('outgoing.subject')}
      placeholder={t('outgoing.subject')}
      autoComplete="off"
      value={subject}
      onChange={(event) => onChange(event.target.value)}
      className="h-8 w-full border-b border-line bg-transparent px-3 text-small font-medium outline-none"
    />
  );
}

interface QuoteProps {
  text: string;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
}

/** The answered mail below the answer, folded, and whether it goes along. */
export function Quote({ text, isOn, onChange }: QuoteProps) {
  return (
    <div className="flex items-start gap-2 px-3 pb-2 text-caption text-muted">
      <details className="min-w-0 flex-1">
        <summary className="rounded">{t('outgoing.quote')}</summary>
        <p dir="auto" className="mt-1 border-s-2 border-line ps-2 break-words whitespace-pre-wrap">
          {text}
        </p>
      </details>
      <label className="flex shrink-0 items-center gap-1">
        <input
          type="checkbox"
          className="accent-mail"
          checked={isOn}
          onChange={(event) => onChange(event.target.checked)}
        />
        {t('outgoing.withQuote')}
      </label>
    </div>
  );
}
