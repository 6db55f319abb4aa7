import { Paperclip } from 'lucide-react';
import { useRef } from 'react';
import { t } from '#extension/language/t.ts';
import { IconButton } from '../../ui/button.tsx';

/** Chooses files; `limit` is how large each may be, in words. */
export function AttachButton({ onFiles, limit }: { onFiles: (files: File[]) => void; limit: string }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <IconButton label={t('composer.attach', { limit })} onClick={() => input.current?.showPicker()}>
        <Paperclip size={16} aria-hidden />
      </IconButton>
      <input
        ref={input}
        type="file"
        multiple
        tabIndex={-1}
        aria-hidden
        className="sr-only"
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          // The same file may be chosen again.
          event.target.value = '';
        }}
      />
    </>
  );
}
