import { ChevronLeft, ChevronRight } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { t } from '#extension/language/t.ts';
import type { EmailAttachment } from '#shared/contract/email.ts';
import { useAnswer } from '../../../bridge/use-answer.ts';
import { IconButton } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useOwnPicture } from '../../../ui/picture-origin.ts';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { previewKind } from './preview-kind.ts';
import { SaveLink } from './save-link.tsx';

interface FilePreviewProps {
  files: readonly EmailAttachment[];
  shown: EmailAttachment;
  onShow: (id: string) => void;
  onClose: () => void;
}

/** One file over the view, with the way to those beside it by button and arrow key. */
export function FilePreview({ files, shown, onShow, onClose }: FilePreviewProps) {
  const beside = files.filter((file) => ['picture', 'text'].includes(previewKind(file)));
  const at = beside.indexOf(shown);
  const go = (step: number): void => {
    const next = beside[at + step];
    if (next !== undefined) onShow(next.id);
  };
  const onKeyDown = ({ key }: KeyboardEvent): void => {
    if (key === 'ArrowLeft') go(-1);
    if (key === 'ArrowRight') go(1);
  };
  return (
    <Dialog wide title={shown.name} onClose={onClose} onKeyDown={onKeyDown}>
      <div className="flex min-h-0 flex-1 flex-col">
        {previewKind(shown) === 'picture' ? <Picture file={shown} /> : <TextOf key={shown.id} file={shown} />}
        <footer className="flex items-center gap-1 border-t border-line px-2 py-1.5">
          {beside.length > 1 && (
            <>
              <IconButton label={t('mail.previousFile')} shortcut="←" disabled={at === 0} onClick={() => go(-1)}>
                <ChevronLeft size={16} aria-hidden />
              </IconButton>
              <IconButton
                label={t('mail.nextFile')}
                shortcut="→"
                disabled={at === beside.length - 1}
                onClick={() => go(1)}
              >
                <ChevronRight size={16} aria-hidden />
              </IconButton>
              <span className="ps-1 text-caption text-muted tabular-nums">
                {t('mail.fileOf', { at: at + 1, count: beside.length })}
              </span>
            </>
          )}
          <span className="flex-1" />
          <SaveLink file={shown} className="size-7 rounded-md" />
        </footer>
      </div>
    </Dialog>
  );
}

function Picture({ file }: { file: EmailAttachment }) {
  const picture = useOwnPicture(file.url);
  return (
    <div className="flex min-h-32 flex-1 items-center justify-center overflow-auto bg-sunken p-2">
      {picture !== null && (
        <img
          src={picture}
          alt={file.name}
          referrerPolicy="no-referrer"
          className="max-h-[70vh] max-w-full object-contain"
        />
      )}
    </div>
  );
}

function TextOf({ file }: { file: EmailAttachment }) {
  const { value, problem } = useAnswer('email.file-text', { fileId: file.id });
  return (
    <div
      tabIndex={0}
      role="region"
      aria-label={file.name}
      className="max-h-[70vh] min-h-32 flex-1 overflow-auto bg-sunken p-3"
    >
      {problem !== null && <Notice tone="warn">{problem}</Notice>}
      {value === undefined && problem === null && <Skeleton lines label={t('mail.loading')} />}
      <pre dir="auto" className="font-mono text-small whitespace-pre-wrap [overflow-wrap:anywhere]">
        {value?.text}
      </pre>
      {value?.isCut === true && <p className="pt-2 text-caption text-muted">{t('mail.isCutFile')}</p>}
    </div>
  );
}
