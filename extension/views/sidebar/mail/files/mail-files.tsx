import { FileText } from 'lucide-react';
import { useState } from 'react';
import { t } from '#extension/language/t.ts';
import type { EmailAttachment } from '#shared/contract/email.ts';
import { useOwnPicture } from '../../../ui/picture-origin.ts';
import { describeSize } from '../../discussion/describe-size.ts';
import { safeUrl } from '../../markdown/safe-url.ts';
import { FilePreview } from './file-preview.tsx';
import { previewKind } from './preview-kind.ts';
import { SaveLink, savingUrl } from './save-link.tsx';

const largestThumbnail = 8 * 1024 * 1024;

/** Files of an e-mail: pictures and text are looked at here, PDF in the browser's viewer, and all can be saved. */
export function MailFiles({ files }: { files: readonly EmailAttachment[] }) {
  const [shownId, setShownId] = useState<string | null>(null);
  const shown = files.find(({ id }) => id === shownId);
  return (
    <>
      <ul aria-label={t('message.files')} className="grid grid-cols-[minmax(0,1fr)] gap-1.5">
        {files.map((file) => (
          <FileLine key={file.id} file={file} onPreview={() => setShownId(file.id)} />
        ))}
      </ul>
      {shown !== undefined && (
        <FilePreview files={files} shown={shown} onShow={setShownId} onClose={() => setShownId(null)} />
      )}
    </>
  );
}

const face =
  'flex min-w-0 flex-1 items-center gap-2.5 rounded-s-lg px-2.5 py-1.5 text-start hover:bg-hover focus-visible:-outline-offset-2';

function FileLine({ file, onPreview }: { file: EmailAttachment; onPreview: () => void }) {
  const kind = previewKind(file);
  const saving = savingUrl(file.url);
  const content = (
    <>
      <Thumbnail file={file} />
      <span className="min-w-0">
        <span dir="auto" className="block truncate text-small font-medium">
          {file.name}
        </span>
        <span className="block text-caption text-muted">{describeSize(file.size)}</span>
      </span>
    </>
  );
  return (
    <li className="flex items-stretch rounded-lg border border-line bg-canvas">
      {kind === 'picture' || kind === 'text' ? (
        <button type="button" aria-label={t('mail.preview', { name: file.name })} onClick={onPreview} className={face}>
          {content}
        </button>
      ) : (
        <a
          href={kind === 'viewer' ? safeUrl(file.url) : saving}
          target="_blank"
          rel="noreferrer noopener"
          title={file.name}
          className={face}
        >
          {content}
        </a>
      )}
      <SaveLink file={file} className="w-9 rounded-e-lg border-s border-line focus-visible:-outline-offset-2" />
    </li>
  );
}

function Thumbnail({ file }: { file: EmailAttachment }) {
  const picture = useOwnPicture(file.url);
  if (picture === null || previewKind(file) !== 'picture' || file.size > largestThumbnail)
    return <FileText size={18} strokeWidth={1.75} aria-hidden className="shrink-0 text-muted" />;
  return (
    <img
      src={picture}
      alt=""
      loading="lazy"
      referrerPolicy="no-referrer"
      className="size-9 shrink-0 rounded object-cover"
    />
  );
}
