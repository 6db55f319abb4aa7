import { CircleAlert, LoaderCircle, Paperclip, X } from 'lucide-react';
import { t } from '#extension/language/t.ts';
import { describeSize } from '../discussion/describe-size.ts';
import type { DraftFile } from '../discussion/draft.ts';
import type { Upload } from './use-uploads.ts';

interface DraftFilesProps {
  files: readonly DraftFile[];
  uploads: readonly Upload[];
  onRemove: (fileId: string) => void;
  onDismiss: (key: string) => void;
}

/** What goes with the message, and what could not. */
export function DraftFiles({ files, uploads, onRemove, onDismiss }: DraftFilesProps) {
  if (files.length === 0 && uploads.length === 0) return null;
  return (
    <ul aria-label={t('composer.files')} className="grid gap-1 px-2 pt-0.5 pb-1">
      {files.map(({ fileId, name, size }) => (
        <Row
          key={fileId}
          icon={<Paperclip size={13} aria-hidden className="shrink-0 text-muted" />}
          name={name}
          onRemove={() => onRemove(fileId)}
        >
          <span className="text-muted">{describeSize(size)}</span>
        </Row>
      ))}
      {uploads.map(({ key, name, problem }) =>
        problem === null ? (
          <Row
            key={key}
            icon={<LoaderCircle size={13} aria-hidden className="shrink-0 animate-spin text-muted" />}
            name={name}
          >
            <span className="text-muted">{t('composer.uploading')}</span>
          </Row>
        ) : (
          <Row
            key={key}
            icon={<CircleAlert size={13} aria-hidden className="shrink-0 text-danger" />}
            name={name}
            onRemove={() => onDismiss(key)}
          >
            <span className="text-danger">{problem}</span>
          </Row>
        ),
      )}
    </ul>
  );
}

interface RowProps {
  icon: React.ReactNode;
  name: string;
  children: React.ReactNode;
  onRemove?: () => void;
}

const Row = ({ icon, name, children, onRemove }: RowProps) => (
  <li className="flex min-h-7 items-center gap-1.5 rounded-md bg-sunken ps-2 text-caption">
    {icon}
    <span className="min-w-0 flex-1">
      <span dir="auto" className="font-medium">
        {name}
      </span>{' '}
      {children}
    </span>
    {onRemove !== undefined && (
      <button
        type="button"
        aria-label={t('composer.removeFile', { name })}
        onClick={onRemove}
        className="flex size-7 shrink-0 items-center justify-center rounded-md text-muted hover:text-ink"
      >
        <X size={13} aria-hidden />
      </button>
    )}
  </li>
);
