import { Download } from 'lucide-react';
import { t } from '#extension/language/t.ts';
import type { EmailAttachment } from '#shared/contract/email.ts';
import { joinClasses } from '../../../ui/join-classes.ts';
import { tooltipProps } from '../../../ui/tooltip.tsx';
import { safeUrl } from '../../markdown/safe-url.ts';

/** The address under which a file is saved instead of shown. */
export const savingUrl = (url: string): string => (safeUrl(url) === '' ? '' : `${url}?save`);

/** Saves a file whatever it is. */
export function SaveLink({ file, className }: { file: EmailAttachment; className?: string }) {
  const label = t('mail.download', { name: file.name });
  return (
    <a
      href={savingUrl(file.url)}
      target="_blank"
      rel="noreferrer noopener"
      aria-label={label}
      {...tooltipProps(label)}
      className={joinClasses(
        'flex shrink-0 items-center justify-center text-muted hover:bg-hover hover:text-ink',
        className,
      )}
    >
      <Download size={15} aria-hidden />
    </a>
  );
}
