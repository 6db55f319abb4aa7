import { ChevronDown, Clock3 } from 'lucide-react';
import { useState } from 'react';
import { t } from '#extension/language/t.ts';
import { locale } from '#extension/language/language.ts';
import { Button } from '../../ui/button.tsx';
import { Popover } from '../../ui/popover.tsx';
import { findSendTimes, readMoment, showMoment, type SendTime } from './send-times.ts';

interface SendButtonProps {
  isSending: boolean;
  disabled: boolean;
  /** `at` null: now. */
  onSend: (at: Date | null) => void;
}

const sendKeys = /mac/i.test(navigator.userAgent) ? '⌘⇧↵' : 'Ctrl+Shift+↵';

/** Sends now, or at a moment that one picks. */
export function SendButton({ isSending, disabled, onSend }: SendButtonProps) {
  const [isOpen, setOpen] = useState(false);
  const pick = (at: Date): void => {
    setOpen(false);
    onSend(at);
  };
  return (
    <span className="flex">
      <Button
        size="small"
        kind="mail"
        className="rounded-e-none"
        aria-keyshortcuts="Control+Shift+Enter Meta+Shift+Enter"
        title={sendKeys}
        disabled={disabled}
        onClick={() => onSend(null)}
      >
        {isSending ? t('outgoing.sending') : t('outgoing.send')}
      </Button>
      <Popover
        label={t('outgoing.later')}
        open={isOpen}
        onOpenChange={setOpen}
        trigger={
          <Button
            size="small"
            kind="mail"
            aria-label={t('outgoing.later')}
            title={t('outgoing.later')}
            disabled={disabled}
            className="rounded-s-none px-1! ms-px"
          >
            <ChevronDown size={14} aria-hidden />
          </Button>
        }
      >
        <Choices onPick={pick} />
      </Popover>
    </span>
  );
}

function Choices({ onPick }: { onPick: (at: Date) => void }) {
  const [now] = useState(() => new Date());
  const [times] = useState(() => findSendTimes(now));
  const [text, setText] = useState(() => showMoment(times.at(-1)?.at ?? now));
  const chosen = readMoment(text, now);
  return (
    <div className="grid w-72 gap-0.5 p-1.5">
      {times.map((time) => (
        <button
          key={time.kind}
          type="button"
          onClick={() => onPick(time.at)}
          className="flex min-h-8 items-center gap-2 rounded-md px-2 text-start text-small hover:bg-hover"
        >
          <Clock3 size={14} aria-hidden className="shrink-0 text-muted" />
          <span className="min-w-0 flex-1 truncate">{nameOf(time.kind)}</span>
          <span className="shrink-0 text-caption text-muted">{describeMoment(time.at)}</span>
        </button>
      ))}
      <div className="mt-1 grid gap-1.5 border-t border-line px-2 pt-2 pb-1">
        <label className="grid gap-1 text-caption text-muted">
          {t('outgoing.laterAt')}
          <input
            type="datetime-local"
            value={text}
            min={showMoment(now)}
            onChange={(event) => setText(event.target.value)}
            className="h-8 w-full rounded-md border border-line bg-canvas px-2 text-small text-ink"
          />
        </label>
        <Button size="small" kind="mail" disabled={chosen === undefined} onClick={() => chosen && onPick(chosen)}>
          {t('outgoing.laterSend')}
        </Button>
      </div>
    </div>
  );
}

function nameOf(kind: SendTime['kind']): string {
  if (kind === 'this-evening') return t('outgoing.thisEvening');
  return kind === 'tomorrow' ? t('outgoing.tomorrow') : t('outgoing.monday');
}

/** A moment to come with its day, in the reader's zone. */
export function describeMoment(at: Date): string {
  return at.toLocaleString(locale(), {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  });
}
