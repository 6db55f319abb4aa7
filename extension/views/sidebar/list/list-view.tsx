import { useState, type KeyboardEvent } from 'react';
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

const places = ['discussions', 'mails'] as const;
type Place = (typeof places)[number];

const names: Record<Place, () => string> = {
  discussions: () => t('sidebar.discussions'),
  mails: () => t('mail.title'),
};

const first = { place: 'discussions', isByKey: false } as const;

/** What waits elsewhere: my discussions, or my correspondences. */
export function ListView({ email, onBack }: ListViewProps) {
  // The tabs stand in the list that they choose, so a key builds them anew: the focus goes along.
  const [{ place, isByKey }, choose] = useState<{ place: Place; isByKey: boolean }>(first);
  const tabs = (
    <div
      role="tablist"
      aria-label={t('list.tabs')}
      className="flex gap-1"
      onKeyDown={(event) => {
        const next = placeByKey(event, place);
        if (next === undefined) return;
        event.preventDefault();
        choose({ place: next, isByKey: true });
      }}
    >
      {places.map((each) => (
        <Tab
          key={each}
          isChosen={each === place}
          takesFocus={each === place && isByKey}
          onChoose={() => choose({ place: each, isByKey: false })}
        >
          {names[each]()}
        </Tab>
      ))}
    </div>
  );
  return place === 'discussions' ? (
    <DiscussionList email={email} tabs={tabs} onBack={onBack} />
  ) : (
    <MailInbox tabs={tabs} onBack={onBack} />
  );
}

/** Which tab a key leads to, as WAI-ARIA has it: arrows go around, also from right to left, Home and End to the ends. */
function placeByKey(event: KeyboardEvent<HTMLElement>, from: Place): Place | undefined {
  const isBackward = getComputedStyle(event.currentTarget).direction === 'rtl';
  const steps: Record<string, number> = { ArrowRight: isBackward ? -1 : 1, ArrowLeft: isBackward ? 1 : -1 };
  if (event.key === 'Home') return places[0];
  if (event.key === 'End') return places.at(-1);
  const step = steps[event.key];
  return step === undefined ? undefined : places.at((places.indexOf(from) + step) % places.length);
}

interface TabProps {
  isChosen: boolean;
  takesFocus: boolean;
  onChoose: () => void;
  children: string;
}

const Tab = ({ isChosen, takesFocus, onChoose, children }: TabProps) => (
  <button
    type="button"
    role="tab"
    aria-selected={isChosen}
    tabIndex={isChosen ? 0 : -1}
    autoFocus={takesFocus}
    onClick={onChoose}
    className={joinClasses(
      'h-7 rounded-md px-2 text-body font-medium transition-colors duration-100',
      isChosen ? 'bg-hover text-ink' : 'text-muted hover:bg-hover hover:text-ink',
    )}
  >
    {children}
  </button>
);
