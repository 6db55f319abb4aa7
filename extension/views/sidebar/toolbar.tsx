import { ChevronLeft, Inbox, PanelRightClose } from 'lucide-react';
import type { ReactNode } from 'react';
import { t } from '#extension/language/t.ts';
import { useTopic } from '../bridge/topic-store.ts';
import { useCommand } from '../bridge/use-command.ts';
import { Count } from '../ui/badge.tsx';
import { IconButton } from '../ui/button.tsx';
import { countUnread } from './list/count-unread.ts';

interface ToolbarProps {
  /** At the left; nothing where there is nowhere to go. */
  start?: ReactNode;
  children?: ReactNode;
}

/** The line at the top of every state, with the way out. */
export function Toolbar({ start, children }: ToolbarProps) {
  const command = useCommand();
  const collapse = (): void => {
    void command('overlay.set', { collapsed: true });
    void command('overlay.focus-mail', null);
  };
  return (
    <header className="flex h-10 shrink-0 items-center gap-1 pe-2 ps-1.5">
      {start}
      <span className="flex-1" />
      {children}
      <IconButton label={t('sidebar.collapse')} shortcut="Esc" onClick={collapse}>
        <PanelRightClose size={16} aria-hidden className="rtl:-scale-x-100" />
      </IconButton>
    </header>
  );
}

const quiet =
  'flex h-7 items-center gap-1.5 rounded-md px-1.5 text-small font-medium text-muted transition-colors duration-100 hover:bg-hover hover:text-ink';

/** Leads to my discussions, with what is unread elsewhere. */
export function InboxButton({ onClick }: { onClick: () => void }) {
  const unread = countUnread(useTopic('inbox')?.cards ?? []);
  return (
    <button type="button" className={quiet} onClick={onClick}>
      <Inbox size={15} aria-hidden />
      {t('sidebar.discussions')}
      <Count value={unread} label={t('sidebar.unread')} />
    </button>
  );
}

/** Leads back to the open mail. */
export const BackButton = ({ onClick, label }: { onClick: () => void; label: string }) => (
  <button type="button" className={quiet} onClick={onClick}>
    <ChevronLeft size={16} aria-hidden className="rtl:rotate-180" />
    {label}
  </button>
);
