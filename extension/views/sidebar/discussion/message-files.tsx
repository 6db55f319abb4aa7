import { FileText } from 'lucide-react';
import { t } from '#extension/language/t.ts';
import type { MessageFile } from '#shared/contract/discussion.ts';
import { useOwnPicture } from '../../ui/picture-origin.ts';
import { safeUrl } from '../markdown/safe-url.ts';
import { describeSize } from './describe-size.ts';

const pictures = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);
const largestPreview = 8 * 1024 * 1024;

/** Files of a message: small pictures are shown, everything can be opened. */
export const MessageFiles = ({ files }: { files: readonly MessageFile[] }) => (
  <ul aria-label={t('message.files')} className="mt-1 mb-0.5 grid grid-cols-[minmax(0,1fr)] gap-1.5">
    {files.map((file) => (
      <li key={file.id}>
        <FileLink file={file} />
      </li>
    ))}
  </ul>
);

/** Size, and where it is when it is not here. */
function describeFile({ size, url, chatUrl, note }: MessageFile, href: string): string {
  const shown = describeSize(size);
  if (href === '') return t('message.fileGone', { size: shown });
  if (url !== null || chatUrl === null) return shown;
  return note === null ? t('message.fileInSlack', { size: shown }) : `${shown} · ${note}`;
}

function FileLink({ file }: { file: MessageFile }) {
  const href = safeUrl(file.url ?? file.chatUrl ?? '');
  const picture = useOwnPicture(file.url);
  const preview = picture !== null && pictures.has(file.contentType) && file.size <= largestPreview;
  const content = preview ? (
    <img
      src={picture}
      alt={file.name}
      loading="lazy"
      referrerPolicy="no-referrer"
      className="max-h-48 max-w-full rounded-lg border border-line object-contain"
    />
  ) : (
    <span className="flex max-w-full items-center gap-2.5 rounded-lg border border-line bg-canvas px-2.5 py-1.5">
      <FileText size={18} strokeWidth={1.75} aria-hidden className="shrink-0 text-muted" />
      <span className="min-w-0">
        <span dir="auto" className="block truncate text-small font-medium">
          {file.name}
        </span>
        <span className="block text-caption text-muted">{describeFile(file, href)}</span>
      </span>
    </span>
  );
  if (href === '') return content;
  return (
    <a
      href={href}
      target="_blank"
      rel="noreferrer noopener"
      title={file.name}
      className="inline-block max-w-full rounded-lg hover:bg-hover"
    >
      {content}
    </a>
  );
}
