import type { ComponentProps, ReactNode } from 'react';
import { useId } from 'react';
import { joinClasses } from './join-classes.ts';

const box =
  'w-full rounded-md border border-line-strong/60 bg-canvas px-2.5 text-body text-ink transition-colors duration-100 ' +
  'hover:border-line-strong focus-visible:border-accent focus-visible:outline-1 focus-visible:outline-offset-0 disabled:opacity-60';

export const TextInput = ({ className, ...rest }: ComponentProps<'input'>) => (
  <input dir="auto" autoComplete="off" {...rest} className={joinClasses(box, 'h-8', className)} />
);

export const Select = ({ className, ...rest }: ComponentProps<'select'>) => (
  <select {...rest} className={joinClasses(box, 'h-8 pe-1', className)} />
);

/** A label above its control, with a hint or the reason of a refusal below. */
export function Field({
  label,
  hint,
  problem,
  children,
}: {
  label: string;
  hint?: ReactNode;
  problem?: string | null;
  children: (ids: { id: string; 'aria-describedby': string; 'aria-invalid': boolean }) => ReactNode;
}) {
  const id = useId();
  const refused = problem !== null && problem !== undefined;
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="text-small font-medium">
        {label}
      </label>
      {children({ id, 'aria-describedby': `${id}-note`, 'aria-invalid': refused })}
      <p
        id={`${id}-note`}
        aria-live="polite"
        className={joinClasses('text-caption', refused ? 'text-danger' : 'text-muted')}
      >
        {refused ? problem : hint}
      </p>
    </div>
  );
}
