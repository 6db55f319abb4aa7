import { useState } from 'react';
import { t } from '#extension/language/t.ts';
import type { OpenEmail } from '#shared/contract/open-email.ts';
import { joinClasses } from '../../ui/join-classes.ts';
import { MailInbox } from '../mail/mail-inbox.tsx';
import { DiscussionList } from './discussion-list.tsx';

interface ListViewProps {
  email: OpenEmail | null;
  /** Set while a mail is open: back to it. */
  onBack: (() => void) | null;
}

type Place = 'discussions' | 'mails';

/** What waits elsewhere: my discussions, or my correspondences. */
export function ListView({ email, onBack }: ListViewProps) {
  const [place, setPlace] = useState<Place>('discussions');
  const tabs = (
    <div role="tablist" aria-label={t('list.tabs')} className="flex gap-1">
      <Tab isChosen={place === 'discussions'} onChoose={() => setPlace('discussions')}>
        {t('sidebar.discussions')}
      </Tab>
      <Tab isChosen={place === 'mails'} onChoose={() => setPlace('mails')}>
        {t('mail.title')}
      </Tab>
    </div>
  );
  return place === 'discussions' ? (
    <DiscussionList email={email} tabs={tabs} onBack={onBack} />
  ) : (
    <MailInbox tabs={tabs} onBack={onBack} />
  );
}

const Tab = ({ isChosen, onChoose, children }: { isChosen: boolean; onChoose: () => void; children: string }) => (
  <button
    type="button"
    role="tab"
    aria-selected={isChosen}
    onClick={onChoose}
    className={joinClasses(
      'h-7 rounded-md px-2 text-body font-medium transition-colors duration-100',
      isChosen ? 'bg-hover text-ink' : 'text-muted hover:bg-hover hover:text-ink',
    )}
  >
    {children}
  </button>
);
