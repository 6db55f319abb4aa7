import { Braces } from 'lucide-react';
import type { RefObject } from 'react';
import { t } from '#extension/language/t.ts';
import type { OutgoingDraft } from '#shared/contract/outgoing-mail.ts';
import { findGaps } from '#shared/templates/fill-template.ts';

/** The variables that nobody has filled in yet, in subject and text. */
export function gapsIn({ subject, body }: OutgoingDraft): string[] {
  return [...new Set([...findGaps(subject), ...findGaps(body)])];
}

interface TemplateGapsProps {
  draft: OutgoingDraft;
  area: RefObject<HTMLTextAreaElement | null>;
  /** Somebody wanted to send it as it is, and was asked. */
  isAsked: boolean;
}

/** What a template could not fill in, each leading to its place in the text. */
export function TemplateGaps({ draft, area, isAsked }: TemplateGapsProps) {
  const gaps = gapsIn(draft);
  const select = (gap: string): void => {
    const at = draft.body.indexOf(gap);
    area.current?.focus();
    if (at >= 0) area.current?.setSelectionRange(at, at + gap.length);
  };
  return (
    <div role="status" className="text-small text-warn">
      {gaps.length > 0 && (
        <div className="flex flex-wrap items-center gap-1 border-t border-line bg-warn-soft px-3 py-1.5">
          <Braces size={13} aria-hidden className="shrink-0" />
          <span>{isAsked ? t('template.sendWithGaps') : t('template.gaps')}</span>
          {gaps.map((gap) => (
            <button
              key={gap}
              type="button"
              className="max-w-full truncate rounded border border-warn/40 bg-canvas px-1 font-mono text-caption text-ink hover:bg-hover"
              onClick={() => select(gap)}
            >
              {gap.slice(2, -2).trim()}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
