import { useState } from 'react';
import { t } from '#extension/language/t.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';

/** Stands in a frame whose worker did not answer, where otherwise it would stay blank. */
export function NoAnswer({ isGone, onRetry }: { isGone: boolean; onRetry: () => Promise<void> }) {
  const [isTrying, setTrying] = useState(false);
  const retry = async (): Promise<void> => {
    setTrying(true);
    await onRetry();
    setTrying(false);
  };
  return (
    <main className="min-h-dvh bg-canvas pt-3 text-ink">
      <Notice tone="warn" className="mx-3 rounded-lg">
        <p>{isGone ? t('failure.gone') : t('failure.noAnswer')}</p>
        {!isGone && (
          <Button size="small" className="mt-2" disabled={isTrying} onClick={() => void retry()}>
            {t('failure.retry')}
          </Button>
        )}
      </Notice>
    </main>
  );
}
