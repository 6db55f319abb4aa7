import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { t } from '#extension/language/t.ts';
import { joinClasses } from '../ui/join-classes.ts';

interface StepProps {
  number: number;
  title: string;
  isDone: boolean;
  /** Whether it is its turn; before that only its title shows. */
  isOpen: boolean;
  children: ReactNode;
}

/** One numbered step of the way in. */
export const Step = ({ number, title, isDone, isOpen, children }: StepProps) => (
  <li
    className={joinClasses('flex gap-4 rounded-xl border border-line p-4 sm:p-5', isOpen && 'bg-canvas')}
    aria-current={isOpen && !isDone ? 'step' : undefined}
  >
    <span
      className={joinClasses(
        'flex size-7 shrink-0 items-center justify-center rounded-full text-small font-semibold tabular-nums',
        isDone ? 'bg-accent text-on-accent' : 'bg-accent-soft text-accent-ink',
      )}
    >
      {isDone ? <Check size={15} role="img" aria-label={t('welcome.done')} /> : number}
    </span>
    <div className="min-w-0 flex-1">
      <h2 className={joinClasses('text-title leading-7 font-semibold', !isOpen && 'text-muted')}>{title}</h2>
      {isOpen && <div className="mt-1.5">{children}</div>}
    </div>
  </li>
);
