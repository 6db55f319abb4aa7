import { useContext, useEffect, useEffectEvent, useRef, useState } from 'react';
import { t } from '#extension/language/t.ts';
import type { Email } from '#shared/contract/email.ts';
import { joinClasses } from '../../../ui/join-classes.ts';
import { PictureOriginContext } from '../../../ui/picture-origin.ts';
import { fillFrame } from './fill-frame.ts';
import { foldQuoted } from './fold-quoted.ts';
import { isInAPage } from './in-a-page.ts';
import { watchHeight } from './measure-frame.ts';
import { sanitiseMail } from './sanitise-mail.ts';

interface MailFrameProps {
  html: string;
  email: Email;
  pictures: boolean;
  /** How many pictures from elsewhere were left out; said once the mail stands. */
  onShown: (hiddenPictures: number) => void;
}

/**
 * A mail as its sender laid it out, in a frame whose sandbox runs no script, submits nothing and can't navigate us.
 * Frame and view have one origin so that its height can be followed: without scripts nobody in it can use that. An
 * empty page of ours rather than a `srcdoc`: that would inherit the view's policy, which never lets pictures from
 * elsewhere in.
 */
export function MailFrame({ html, email, pictures, onShown }: MailFrameProps) {
  const ownOrigin = useContext(PictureOriginContext);
  const frame = useRef<HTMLIFrameElement>(null);
  const [loads, setLoads] = useState(0);
  const [height, setHeight] = useState(0);
  const { attachments } = email;
  const shown = useEffectEvent(onShown);
  const listInline = useEffectEvent(
    () =>
      new Map(
        attachments.flatMap(({ contentId, url }) =>
          contentId !== null && URL.canParse(url) && new URL(url).origin === ownOrigin ? [[contentId, url]] : [],
        ),
      ),
  );

  useEffect(() => {
    const element = frame.current;
    if (element?.contentDocument == null) return undefined;
    // An empty frame may be there before anybody can be told that it is.
    if (loads === 0 && !(isInAPage && element.contentDocument.readyState === 'complete')) return undefined;
    const mail = sanitiseMail(html, { pictures, inline: listInline() });
    foldQuoted(mail.body, t('mail.showQuoted'));
    const { colorScheme } = getComputedStyle(document.documentElement);
    fillFrame(element.contentDocument, mail, { colorScheme, pictures, ownOrigin });
    const ending = new AbortController();
    watchHeight(element, setHeight, ending.signal);
    shown(mail.hiddenPictures);
    return () => ending.abort();
  }, [loads, html, pictures, ownOrigin]);

  return (
    <div style={{ height }} className={joinClasses('relative', height > 0 && 'overflow-hidden rounded-md')}>
      <iframe
        ref={frame}
        title={t('mail.asSent')}
        {...(isInAPage ? {} : { src: '/mail.html' })}
        sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
        referrerPolicy="no-referrer"
        onLoad={() => setLoads((before) => before + 1)}
        className="absolute inset-0 h-full w-full border-0"
      />
    </div>
  );
}
