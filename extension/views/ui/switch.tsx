import { Switch as Primitive } from 'radix-ui';
import type { ComponentProps, ReactNode } from 'react';
import { useId } from 'react';
import { tooltipProps } from './tooltip.tsx';

interface SwitchRowProps {
  label: string;
  note: ReactNode;
  on: boolean;
  disabled?: boolean;
  onChange: (on: boolean) => void;
}

/** A setting that is on or off, with what it means. */
export function SwitchRow({ label, note, on, disabled = false, onChange }: SwitchRowProps) {
  const id = useId();
  return (
    <div className="flex items-start gap-4">
      <div className="min-w-0 flex-1">
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        <p id={`${id}-note`} className="text-small text-pretty text-muted">
          {note}
        </p>
      </div>
      <Knob id={id} checked={on} disabled={disabled} onCheckedChange={onChange} aria-describedby={`${id}-note`} />
    </div>
  );
}

/** A switch whose words stand elsewhere; its label is spoken and shown on hover. */
export const Switch = ({ label, on, onChange }: { label: string; on: boolean; onChange: (on: boolean) => void }) => (
  <Knob checked={on} onCheckedChange={onChange} aria-label={label} {...tooltipProps(label)} />
);

const Knob = (props: ComponentProps<typeof Primitive.Root>) => (
  <Primitive.Root
    {...props}
    className="mt-0.5 h-5.5 w-10 shrink-0 rounded-full border border-line-strong bg-hover p-0.5 transition-colors duration-100 disabled:cursor-not-allowed disabled:opacity-55 data-[state=checked]:border-accent data-[state=checked]:bg-accent"
  >
    <Primitive.Thumb className="block size-4 rounded-full bg-line-strong transition-transform duration-100 data-[state=checked]:translate-x-4.5 data-[state=checked]:bg-on-accent rtl:data-[state=checked]:-translate-x-4.5" />
  </Primitive.Root>
);
