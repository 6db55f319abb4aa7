import { useCallback } from 'react';
import { t } from '#extension/language/t.ts';
import { useShowToast } from '../ui/toasts.tsx';

/** Copies a text; where the browser refuses, that is said, and answered with false. */
export function useCopy(): (text: string) => Promise<boolean> {
  const show = useShowToast();
  return useCallback(
    async (text) => {
      const done = await copyText(text);
      if (!done) show({ text: t('failure.notCopied') });
      return done;
    },
    [show],
  );
}

/** Frames inside another site may lack the clipboard permission; the older way works within a click. */
async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement('textarea');
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    return done;
  }
}
