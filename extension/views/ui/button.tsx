import type { ComponentProps, ReactNode } from 'react';
import { joinClasses } from './join-classes.ts';
import { tooltipProps } from './tooltip.tsx';

const base =
  'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md font-medium whitespace-nowrap select-none ' +
  'transition-colors duration-100 disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:cursor-not-allowed aria-disabled:opacity-55';

const kinds = {
  primary:
    'bg-accent text-on-accent hover:not-disabled:bg-accent-hover disabled:bg-hover disabled:text-muted disabled:opacity-100',
  /** Only for what leaves the team. */
  mail: 'bg-mail text-on-mail hover:not-disabled:bg-mail-hover disabled:bg-hover disabled:text-muted disabled:opacity-100',
  secondary: 'border border-line bg-canvas text-ink hover:not-disabled:bg-hover',
  ghost: 'text-muted hover:not-disabled:bg-hover hover:not-disabled:text-ink',
  danger: 'border border-line bg-canvas text-danger hover:not-disabled:bg-danger-soft',
  link: 'h-auto! px-0! text-accent-ink underline-offset-2 hover:underline',
} as const;

const sizes = { medium: 'h-8 px-3 text-body', small: 'h-7 px-2.5 text-small' } as const;

type ButtonProps = ComponentProps<'button'> & { kind?: keyof typeof kinds; size?: keyof typeof sizes };

/** A button with words on it; one `primary` per view at most. */
export function Button({ kind = 'secondary', size = 'medium', className, ...rest }: ButtonProps) {
  return <button type="button" {...rest} className={joinClasses(base, kinds[kind], sizes[size], className)} />;
}

type IconButtonProps = Omit<ComponentProps<'button'>, 'aria-label'> & {
  label: string;
  /** Shown in the tooltip after the label. */
  shortcut?: string;
  children: ReactNode;
};

/** A 28 px square with one icon; its label is spoken and shown on hover and focus. */
export function IconButton({ label, shortcut, className, children, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      {...tooltipProps(shortcut === undefined ? label : `${label} (${shortcut})`)}
      {...rest}
      className={joinClasses(base, kinds.ghost, 'size-7 aria-pressed:text-accent-ink', className)}
    >
      {children}
    </button>
  );
}
