import { Check } from 'lucide-react';
import { DropdownMenu as Primitive } from 'radix-ui';
import type { ReactNode } from 'react';
import { joinClasses } from './join-classes.ts';

const surface =
  'appear z-40 max-h-(--radix-dropdown-menu-content-available-height) max-w-[calc(100vw-16px)] min-w-44 overflow-y-auto ' +
  'rounded-lg border border-line bg-raised p-1 text-ink shadow-raised';
const itemBase =
  'flex min-h-8 w-full items-center gap-2 rounded-md px-2 py-1.5 text-small outline-none select-none ' +
  'data-[disabled]:opacity-55 data-[highlighted]:bg-hover data-[highlighted]:outline-2 data-[highlighted]:-outline-offset-2 data-[highlighted]:outline-transparent';

interface MenuProps {
  trigger: ReactNode;
  align?: 'start' | 'center' | 'end';
  side?: 'top' | 'bottom';
  children: ReactNode;
  onOpenChange?: (open: boolean) => void;
}

/** A drop-down menu; `trigger` is one button. */
export function Menu({ trigger, align = 'end', side = 'bottom', children, onOpenChange }: MenuProps) {
  return (
    <Primitive.Root modal={false} {...(onOpenChange === undefined ? {} : { onOpenChange })}>
      <Primitive.Trigger asChild>{trigger}</Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content align={align} side={side} sideOffset={4} collisionPadding={8} className={surface}>
          {children}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

interface MenuItemProps {
  icon?: ReactNode;
  danger?: boolean;
  disabled?: boolean;
  onSelect: () => void;
  children: ReactNode;
}

export function MenuItem({ icon, danger = false, disabled = false, onSelect, children }: MenuItemProps) {
  return (
    <Primitive.Item
      disabled={disabled}
      onSelect={onSelect}
      className={joinClasses(itemBase, danger ? 'text-danger' : 'text-ink')}
    >
      <span className={joinClasses('flex w-4 shrink-0 justify-center', !danger && 'text-muted')}>{icon}</span>
      {children}
    </Primitive.Item>
  );
}

interface MenuChoiceProps {
  value: string;
  disabled?: boolean;
  /** A second, muted line. */
  note?: string | null;
  children: ReactNode;
}

/** One of several: put `MenuChoice`s into a `MenuChoices`. */
export function MenuChoice({ value, disabled = false, note, children }: MenuChoiceProps) {
  return (
    <Primitive.RadioItem value={value} disabled={disabled} className={joinClasses(itemBase, 'items-start')}>
      <span className="flex w-4 shrink-0 justify-center pt-0.5 text-accent-ink">
        <Primitive.ItemIndicator>
          <Check size={14} aria-hidden />
        </Primitive.ItemIndicator>
      </span>
      <span className="min-w-0">
        <span className="block">{children}</span>
        {note !== null && note !== undefined && <span className="block max-w-60 text-caption text-muted">{note}</span>}
      </span>
    </Primitive.RadioItem>
  );
}

export const MenuChoices = ({
  value,
  onChange,
  children,
}: {
  value: string;
  onChange: (value: string) => void;
  children: ReactNode;
}) => (
  <Primitive.RadioGroup value={value} onValueChange={onChange}>
    {children}
  </Primitive.RadioGroup>
);

export const MenuLine = () => <Primitive.Separator className="mx-1 my-1 h-px bg-line" />;
