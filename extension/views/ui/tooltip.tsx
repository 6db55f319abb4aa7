import { Tooltip as Primitive } from 'radix-ui';
import type { ReactNode } from 'react';

/** Wraps a view once, so that moving between neighbours shows the next tooltip at once. */
export const TooltipProvider = ({ children }: { children: ReactNode }) => (
  <Primitive.Provider delayDuration={450} skipDelayDuration={200}>
    {children}
  </Primitive.Provider>
);

interface TooltipProps {
  text: string;
  side?: 'top' | 'bottom' | 'left' | 'right';
  children: ReactNode;
}

/** A short line beside its one child on hover and focus. The child must be able to take the focus. */
export function Tooltip({ text, side = 'top', children }: TooltipProps) {
  return (
    <Primitive.Root>
      <Primitive.Trigger asChild>{children}</Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          side={side}
          sideOffset={4}
          collisionPadding={8}
          className="appear z-50 max-w-64 rounded-md bg-tooltip px-2 py-1 text-caption text-on-tooltip shadow-raised"
        >
          {text}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
