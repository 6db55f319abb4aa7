import { CircleAlert, CloudOff, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { joinClasses } from './join-classes.ts';

const tones = {
  quiet: { className: 'bg-sunken text-muted', Icon: Info },
  offline: { className: 'bg-warn-soft text-warn', Icon: CloudOff },
  warn: { className: 'bg-warn-soft text-warn', Icon: TriangleAlert },
  danger: { className: 'bg-danger-soft text-danger', Icon: CircleAlert },
} as const;

interface NoticeProps {
  tone: keyof typeof tones;
  children: ReactNode;
  action?: ReactNode;
  className?: string;
}

/** A line or two that says what happened and what to do, with an icon beside the colour. */
export function Notice({ tone, children, action, className }: NoticeProps) {
  const { Icon, className: colours } = tones[tone];
  return (
    <div className={joinClasses('flex items-start gap-2 px-3 py-2 text-small', colours, className)}>
      <Icon size={15} aria-hidden className="mt-0.5 shrink-0" />
      <div className="min-w-0 flex-1 text-pretty">{children}</div>
      {action}
    </div>
  );
}
