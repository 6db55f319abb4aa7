import { useState } from 'react';
import { t } from '#extension/language/t.ts';
import { Button } from './button.tsx';

interface ConfirmButtonProps {
  label: string;
  /** The second, plain question, such as "Remove Tom?" */
  question: string;
  disabled?: boolean;
  onConfirm: () => void;
}

/** For what can't be taken back: the first click only asks. */
export function ConfirmButton({ label, question, disabled = false, onConfirm }: ConfirmButtonProps) {
  const [asking, setAsking] = useState(false);
  if (!asking) {
    return (
      <Button size="small" kind="ghost" disabled={disabled} onClick={() => setAsking(true)}>
        {label}
      </Button>
    );
  }
  return (
    <span role="group" aria-label={question} className="flex shrink-0 flex-wrap justify-end gap-1.5">
      <Button
        size="small"
        kind="danger"
        autoFocus
        onClick={() => {
          setAsking(false);
          onConfirm();
        }}
      >
        {question}
      </Button>
      <Button size="small" kind="ghost" onClick={() => setAsking(false)}>
        {t('action.keep')}
      </Button>
    </span>
  );
}
