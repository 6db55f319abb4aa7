import { Hash, Mailbox, MonitorSmartphone, Palette, Radio, ScanSearch, UserRound, UsersRound } from 'lucide-react';
import type { ReactNode } from 'react';
import { joinClasses } from '../ui/join-classes.ts';
import { type Section, sectionNames, sections } from './use-section.ts';

const icons: Record<Section, ReactNode> = {
  account: <UserRound size={16} aria-hidden />,
  mailboxes: <Mailbox size={16} aria-hidden />,
  team: <UsersRound size={16} aria-hidden />,
  devices: <MonitorSmartphone size={16} aria-hidden />,
  slack: <Hash size={16} aria-hidden />,
  presence: <Radio size={16} aria-hidden />,
  webmail: <ScanSearch size={16} aria-hidden />,
  appearance: <Palette size={16} aria-hidden />,
};

export const OptionsNav = ({ current }: { current: Section }) => (
  <nav aria-label="Options">
    <ul className="flex flex-wrap gap-0.5 sm:flex-col">
      {sections.map((section) => (
        <li key={section}>
          <a
            href={`#${section}`}
            aria-current={section === current ? 'page' : undefined}
            className={joinClasses(
              'flex h-8 items-center gap-2 rounded-md px-2.5 transition-colors duration-100',
              section === current
                ? 'bg-accent-soft font-semibold text-accent-ink'
                : 'text-muted hover:bg-hover hover:text-ink',
            )}
          >
            {icons[section]}
            {sectionNames[section]}
          </a>
        </li>
      ))}
    </ul>
  </nav>
);
