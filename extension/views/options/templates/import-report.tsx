import { t } from '#extension/language/t.ts';
import { say } from '#extension/messaging/say.ts';
import type { ImportedTemplate } from '#shared/contract/template.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';

/** What became of the files that were imported; each that was refused says why. */
export function ImportReport({ outcomes, onClose }: { outcomes: readonly ImportedTemplate[]; onClose: () => void }) {
  const countOf = (wanted: ImportedTemplate['outcome']) => outcomes.filter(({ outcome }) => outcome === wanted).length;
  const refused = outcomes.filter(({ outcome }) => outcome === 'refused');
  const known = countOf('known');
  return (
    <div role="status">
      <Notice
        tone={refused.length > 0 ? 'warn' : 'quiet'}
        className="rounded-lg"
        action={
          <Button size="small" onClick={onClose}>
            {t('action.dismiss')}
          </Button>
        }
      >
        <p>
          {t('template.imported', countOf('added'))} {known > 0 && t('template.importKnown', known)}
        </p>
        <ul className="mt-1 grid gap-0.5 empty:hidden">
          {refused.map(({ file, problem }, at) => (
            <li key={at} className="break-words">
              <b dir="auto">{file}</b>: {problem === null ? '' : say(problem)}
            </li>
          ))}
        </ul>
      </Notice>
    </div>
  );
}
