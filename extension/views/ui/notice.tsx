import { CircleAlert, CloudOff, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { joinClasses } from './join-classes.ts';

const tones = {
  quiet: { className: 'bg-sunken text-muted', mark: '', Icon: Info },
  offline: { className: 'bg-warn-soft text-ink', mark: 'text-warn', Icon: CloudOff },
  warn: { className: 'bg-warn-soft text-ink', mark: 'text-warn', Icon: TriangleAlert },
  danger: { className: 'bg-danger-soft text-ink', mark: 'text-danger', Icon: CircleAlert },
} as const;

interface NoticeProps {
  tone: keyof typeof tones;
  children: ReactNode;
  action?: ReactNode;
  className?: string;
}

/** A line or two that says what happened and what to do, with an icon beside the colour; the action below where it is narrow. */
export function Notice({ tone, children, action, className }: NoticeProps) {
  const { Icon, mark, className: colours } = tones[tone];
  return (
    <div className={joinClasses('flex items-start gap-2 px-3 py-2 text-small', colours, className)}>
      <Icon size={15} aria-hidden className={joinClasses('mt-0.5 shrink-0', mark)} />
      <div className="flex min-w-0 flex-1 flex-col items-start gap-x-3 gap-y-2 wide:flex-row">
        <div className="w-full min-w-0 flex-1 text-pretty">{children}</div>
        {action}
      </div>
    </div>
  );
}
