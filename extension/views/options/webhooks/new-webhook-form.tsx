import { useState } from 'react';
import { t } from '#extension/language/t.ts';
import { useRequest } from '../../bridge/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { Field, TextInput } from '../../ui/field.tsx';

interface NewWebhookFormProps {
  onMade: (secret: string) => void;
  onCancel: () => void;
}

/** The address of a new webhook. */
export function NewWebhookForm({ onMade, onCancel }: NewWebhookFormProps) {
  const request = useRequest();
  const [url, setUrl] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const make = async (): Promise<void> => {
    const result = await request('webhook.create', { url });
    if (result.ok) onMade(result.value.secret);
    else setProblem(result.problem.message);
  };
  return (
    <form
      className="grid max-w-120 gap-4 rounded-xl border border-line bg-canvas p-4"
      onSubmit={(event) => {
        event.preventDefault();
        void make();
      }}
    >
      <Field label={t('webhooks.address')} hint={t('webhooks.addressHint')} problem={problem}>
        {(ids) => (
          <TextInput
            {...ids}
            autoFocus
            inputMode="url"
            dir="ltr"
            maxLength={2_000}
            value={url}
            onChange={(event) => setUrl(event.target.value)}
          />
        )}
      </Field>
      <div className="flex gap-2">
        <Button type="submit" kind="primary" disabled={url.trim() === ''}>
          {t('webhooks.add')}
        </Button>
        <Button onClick={onCancel}>{t('sharing.cancel')}</Button>
      </div>
    </form>
  );
}
