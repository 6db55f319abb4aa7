import { Popover as Primitive } from 'radix-ui';
import type { ReactNode } from 'react';

interface PopoverProps {
  trigger: ReactNode;
  label: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  align?: 'start' | 'center' | 'end';
  side?: 'top' | 'bottom';
  /** What has the keyboard afterwards; the trigger when left out. */
  returnTo?: () => HTMLElement | null;
  children: ReactNode;
}

/** A small floating surface with its own focus, closed by Escape or a click outside. */
export function Popover({
  trigger,
  label,
  open,
  onOpenChange,
  align = 'end',
  side = 'top',
  returnTo,
  children,
}: PopoverProps) {
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      <Primitive.Trigger asChild>{trigger}</Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          aria-label={label}
          align={align}
          side={side}
          sideOffset={6}
          collisionPadding={8}
          onCloseAutoFocus={(event) => {
            const next = returnTo?.();
            if (next === undefined || next === null) return;
            event.preventDefault();
            next.focus();
          }}
          onKeyDown={(event) => {
            // Radix closes on Escape; the sidebar must not collapse by the same key.
            if (event.key === 'Escape') event.stopPropagation();
          }}
          className="appear z-40 max-w-[calc(100vw-16px)] rounded-lg border border-line bg-raised text-ink shadow-raised"
        >
          {children}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
