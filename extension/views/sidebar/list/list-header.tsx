import type { ReactNode } from 'react';
import { t } from '#extension/language/t.ts';
import { NewMailButton } from '../outgoing/new-mail-place.tsx';
import { BackButton, Toolbar } from '../toolbar.tsx';

interface ListHeaderProps {
  title: string;
  tabs: ReactNode;
  onBack: (() => void) | null;
  /** At the right. */
  children?: ReactNode;
}

/** The top of a list: the way to the other lists and, while a mail is open, back to it. */
export const ListHeader = ({ title, tabs, onBack, children }: ListHeaderProps) => (
  <>
    <h1 className="sr-only">{title}</h1>
    {onBack === null ? (
      <Toolbar start={tabs}>
        {children}
        <NewMailButton />
      </Toolbar>
    ) : (
      <>
        <Toolbar start={<BackButton label={t('sidebar.backToMail')} onClick={onBack} />}>
          {children}
          <NewMailButton />
        </Toolbar>
        <div className="px-1.5 pb-1">{tabs}</div>
      </>
    )}
  </>
);
