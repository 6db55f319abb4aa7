import { ClipboardCheck, ClipboardCopy } from 'lucide-react';
import { useState } from 'react';
import type { OpenEmail } from '#shared/contract/open-email.ts';
import { useCommand } from '../bridge/use-command.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';

type Reason = Extract<OpenEmail, { state: 'unreadable' }>['reason'];

const sentences: Record<Reason, string> = {
  'address-and-page-disagree': 'The address bar names one mail and the page shows another.',
  'page-disagrees-with-itself': 'Two places on the page name different mails.',
  'thread-not-named': 'A mail is open, but the page does not say which one.',
  'markup-changed': 'The page is built differently than before.',
  'account-unknown': 'The page does not say which account this is.',
};

/** Says why the open mail can't be told, instead of guessing; the list below still works. */
export function Unreadable({ reason }: { reason: Reason }) {
  const command = useCommand();
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    const result = await command('report.page-shape', null);
    if (result.ok) setCopied(await copyText(result.value.shape));
  };
  return (
    <section aria-label="Can’t read this page">
      <Notice tone="warn" className="mx-3 my-1 rounded-lg">
        <h2 className="font-semibold">Can’t read this page</h2>
        <p className="mt-0.5">
          {sentences[reason]} Rather than show the wrong discussion, Sidethread shows none. Reloading the page often
          helps.
        </p>
        <Button size="small" className="mt-2" onClick={() => void copy()}>
          {copied ? <ClipboardCheck size={14} aria-hidden /> : <ClipboardCopy size={14} aria-hidden />}
          {copied ? 'Copied' : 'Copy report'}
        </Button>
        <p className="mt-1.5 text-caption">The report holds the page’s structure and no text of your mail.</p>
      </Notice>
    </section>
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
