import { ImageOff } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { t } from '#extension/language/t.ts';
import type { Email } from '#shared/contract/email.ts';
import { useBridge } from '../../../bridge/bridge.ts';
import { useAnswer } from '../../../bridge/use-answer.ts';
import { Button } from '../../../ui/button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { isInAPage } from './in-a-page.ts';
import { MailFrame } from './mail-frame.tsx';

interface SentMailProps {
  email: Email;
  /** What stands there until the mail does. */
  children: ReactNode;
}

/** An e-mail as it was sent. Pictures from elsewhere come when the reader asks: they tell their server who reads. */
export function SentMail({ email, children }: SentMailProps) {
  const { value, problem } = useAnswer('email.markup', { emailId: email.id });
  const { shell } = useBridge();
  const [pictures, setPictures] = useState(false);
  const [hidden, setHidden] = useState<number | null>(null);
  return (
    <>
      {problem !== null && <Notice tone="warn">{problem}</Notice>}
      {hidden !== null && hidden > 0 && !pictures && (
        <div className="flex items-center gap-2 rounded-md bg-hover ps-2.5 text-small text-muted">
          <ImageOff size={14} aria-hidden className="shrink-0" />
          <span className="min-w-0 flex-1 py-1" title={t('mail.picturesNote')}>
            {t('mail.picturesHidden', hidden)}
          </span>
          {isInAPage ? (
            <Button kind="ghost" size="small" onClick={() => void shell.openInbox(email.correspondenceId)}>
              {t('inbox.openPage')}
            </Button>
          ) : (
            <Button kind="ghost" size="small" onClick={() => setPictures(true)}>
              {t('mail.showPictures')}
            </Button>
          )}
        </div>
      )}
      {hidden === null && children}
      {value !== undefined && (
        <MailFrame key={String(pictures)} html={value.html} email={email} pictures={pictures} onShown={setHidden} />
      )}
      {hidden !== null && value?.isCut === true && <p className="text-caption text-muted">{t('mail.isCut')}</p>}
    </>
  );
}
