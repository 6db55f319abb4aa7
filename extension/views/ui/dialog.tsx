import { X } from 'lucide-react';
import { Dialog as Primitive } from 'radix-ui';
import type { KeyboardEventHandler, ReactNode } from 'react';
import { t } from '#extension/language/t.ts';
import { IconButton } from './button.tsx';
import { joinClasses } from './join-classes.ts';

interface DialogProps {
  title: string;
  note?: string;
  onClose: () => void;
  /** As large as the view allows, for what is looked at. */
  wide?: boolean;
  onKeyDown?: KeyboardEventHandler;
  children: ReactNode;
}

/** A sheet over the view, with the focus inside it until it is closed. Shown while it is rendered. */
export function Dialog({ title, note, onClose, wide = false, onKeyDown, children }: DialogProps) {
  return (
    <Primitive.Root open onOpenChange={(open) => !open && onClose()}>
      <Primitive.Portal>
        <Primitive.Overlay className="fixed inset-0 z-40 bg-[rgb(10_14_16/0.35)]" />
        <Primitive.Content
          {...(note === undefined ? { 'aria-describedby': undefined } : {})}
          onKeyDown={onKeyDown}
          onOpenAutoFocus={(event) => {
            const input =
              event.currentTarget instanceof HTMLElement ? event.currentTarget.querySelector('input') : null;
            if (input === null) return;
            event.preventDefault();
            input.focus();
          }}
          className={joinClasses(
            'appear fixed inset-x-2 bottom-2 z-40 mx-auto flex flex-col rounded-xl border border-line bg-raised text-ink shadow-raised wide:bottom-auto',
            wide
              ? 'max-h-[92vh] max-w-4xl wide:top-[4vh]'
              : 'max-h-[min(calc(100dvh-1rem),44rem)] max-w-md wide:top-[max(0.5rem,min(10vh,calc(50dvh-22rem)))]',
          )}
        >
          <header className="flex items-start gap-2 py-2.5 pe-2 ps-4">
            <div className="min-w-0 flex-1 pt-0.5">
              <Primitive.Title className="text-title font-semibold">{title}</Primitive.Title>
              {note !== undefined && (
                <Primitive.Description className="text-small text-pretty text-muted">{note}</Primitive.Description>
              )}
            </div>
            <IconButton label={t('action.close')} onClick={onClose}>
              <X size={16} aria-hidden />
            </IconButton>
          </header>
          {children}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
