import { ClipboardCheck, ClipboardCopy } from 'lucide-react';
import { useState } from 'react';
import { t } from '#extension/language/t.ts';
import { useCopy } from '../../bridge/use-copy.ts';
import { Button } from '../../ui/button.tsx';
import { TextInput } from '../../ui/field.tsx';

interface NewSecretProps {
  secret: string;
  /** Says that it is shown this once, and what it is for. */
  note: string;
  onDone: () => void;
}

/** A new secret, shown this once. */
export function NewSecret({ secret, note, onDone }: NewSecretProps) {
  const [copied, setCopied] = useState(false);
  const copyText = useCopy();
  const copy = async (): Promise<void> => {
    setCopied(await copyText(secret));
  };
  return (
    <div role="status" className="grid gap-2 rounded-lg border border-accent bg-accent-soft p-4">
      <p className="font-medium">{note}</p>
      <div className="flex flex-wrap gap-2">
        <TextInput readOnly aria-label={t('tokens.secret')} value={secret} className="min-w-40 flex-1 font-mono" />
        <Button onClick={() => void copy()}>
          {copied ? <ClipboardCheck size={15} aria-hidden /> : <ClipboardCopy size={15} aria-hidden />}
          {copied ? t('tokens.copied') : t('tokens.copy')}
        </Button>
        <Button kind="ghost" onClick={onDone}>
          {t('tokens.done')}
        </Button>
      </div>
    </div>
  );
}
