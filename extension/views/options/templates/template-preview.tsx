import { Braces } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { t } from '#extension/language/t.ts';
import { fillBody, fillLine, findGaps, variablesIn } from '#shared/templates/fill-template.ts';
import { useAnswer } from '../../bridge/use-answer.ts';
import { Markdown } from '../../sidebar/markdown/markdown.tsx';
import { Field, TextInput } from '../../ui/field.tsx';
import { exampleValues, variableWords } from './variable-words.ts';

/** How a template reads for somebody, again with every key; and what it asks for that nobody knows. */
export function TemplatePreview({ subject, body }: { subject: string; body: string }) {
  const [address, setAddress] = useState('');
  const asked = useDeferredValue(address.trim());
  const recipient = /^\S+@\S+\.\S+$/.test(asked) && asked.length <= 320 ? { name: '', address: asked } : null;
  const { value } = useAnswer('template.values', { recipient, correspondenceId: null, mailboxId: null });
  const values = recipient === null ? { ...exampleValues(), ...value } : { ...value };
  const shown = { subject: fillLine(subject, values), body: fillBody(body, values) };
  const gaps = [...new Set([...findGaps(shown.subject), ...findGaps(shown.body)])];
  const known = new Set(variableWords().map(([name]) => name));
  const unheardOf = variablesIn(`${subject}\n${body}`).filter(
    (name) => !known.has(name) && !name.startsWith('contact.fields.'),
  );
  return (
    <section aria-label={t('template.preview')} className="grid content-start gap-3">
      <Field label={t('template.previewFor')} hint={t('template.previewHint')}>
        {(ids) => (
          <TextInput
            {...ids}
            type="email"
            placeholder={exampleValues()['contact.address']}
            value={address}
            onChange={(event) => setAddress(event.target.value)}
          />
        )}
      </Field>
      <article className="min-h-40 rounded-xl border border-line bg-canvas">
        {shown.subject !== '' && (
          <h2 dir="auto" className="border-b border-line px-4 py-2.5 font-semibold break-words">
            {shown.subject}
          </h2>
        )}
        <div className="message-text px-4 py-3 break-words">
          <Markdown text={shown.body} />
        </div>
      </article>
      <div role="status" className="grid gap-1 text-small text-warn empty:hidden">
        {gaps.length > 0 && <Gap words={t('template.wouldLack')} names={gaps.map((gap) => gap.slice(2, -2).trim())} />}
        {unheardOf.length > 0 && <Gap words={t('template.unheardOf')} names={unheardOf} />}
      </div>
    </section>
  );
}

const Gap = ({ words, names }: { words: string; names: readonly string[] }) => (
  <p className="flex items-start gap-1.5">
    <Braces size={13} aria-hidden className="mt-1 shrink-0" />
    <span className="min-w-0 break-words">
      {words} <span className="font-mono text-caption">{names.join(', ')}</span>
    </span>
  </p>
);
