import { useState, type ReactNode } from 'react';
import { MessagesSquare, Search, SearchX, X } from 'lucide-react';
import { t } from '#extension/language/t.ts';
import type { DiscussionCard } from '#shared/contract/discussion.ts';
import type { OpenEmail } from '#shared/contract/open-email.ts';
import { useTopic } from '../../bridge/topic-store.ts';
import { IconButton } from '../../ui/button.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { ToastPlace } from '../../ui/toasts.tsx';
import { ConnectionLine } from '../connection-line.tsx';
import { MailboxAlert } from '../mailbox-alert.tsx';
import { Unreadable } from '../unreadable.tsx';
import { CardRow } from './card-row.tsx';
import { ListHeader } from './list-header.tsx';
import { DetachedDiscussion } from './detached-discussion.tsx';
import { useSearch } from './use-search.ts';

interface DiscussionListProps {
  email: OpenEmail | null;
  /** Leads to the other lists. */
  tabs: ReactNode;
  /** Set while a mail is open: back to it. */
  onBack: (() => void) | null;
}

/** My discussions, unread first, with a search over all of the team's that I may see. */
export function DiscussionList({ email, tabs, onBack }: DiscussionListProps) {
  const inbox = useTopic('inbox');
  const search = useSearch(inbox?.cards ?? []);
  const [detachedId, setDetachedId] = useState<string | null>(null);
  const detached = [...(inbox?.cards ?? []), ...search.cards].find(({ id }) => id === detachedId);
  if (detached !== undefined) {
    return <DetachedDiscussion key={detached.id} card={detached} onBack={() => setDetachedId(null)} />;
  }
  return (
    <>
      <ListHeader title={t('sidebar.discussions')} tabs={tabs} onBack={onBack} />
      <ConnectionLine />
      <MailboxAlert />
      {email?.state === 'unreadable' && <Unreadable reason={email.reason} />}
      <search className="relative mx-3 my-1.5 block">
        <Search size={15} aria-hidden className="pointer-events-none absolute top-2 start-2.5 text-muted" />
        <input
          type="text"
          dir="auto"
          autoComplete="off"
          aria-label={t('list.search')}
          placeholder={t('list.search')}
          value={search.query}
          onChange={(event) => search.setQuery(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || search.query === '') return;
            event.preventDefault();
            search.setQuery('');
          }}
          className="h-8 w-full rounded-md border border-transparent bg-sunken pe-8 ps-8 text-body transition-colors duration-100 hover:bg-hover focus-visible:border-accent focus-visible:bg-canvas focus-visible:outline-1 focus-visible:outline-offset-0"
        />
        {search.query !== '' && (
          <IconButton label={t('list.clear')} className="absolute top-0.5 end-0.5" onClick={() => search.setQuery('')}>
            <X size={14} aria-hidden />
          </IconButton>
        )}
      </search>
      <main aria-label={t('sidebar.discussions')} className="min-h-0 flex-1 overflow-y-auto pb-4">
        {inbox === undefined ? (
          <Skeleton lines label={t('list.loading')} />
        ) : (
          <Cards {...search} onDetached={setDetachedId} />
        )}
      </main>
      <div className="relative">
        <ToastPlace />
      </div>
    </>
  );
}

interface CardsProps {
  cards: readonly DiscussionCard[];
  query: string;
  note: string | null;
  searching: boolean;
  onDetached: (id: string) => void;
}

function Cards({ cards, query, note, searching, onDetached }: CardsProps) {
  const found = query === '' ? '' : t('list.found', { count: cards.length });
  return (
    <>
      <p role="status" className="sr-only">
        {searching ? t('list.searching') : found}
      </p>
      {note !== null && <p className="px-4 py-1 text-caption text-muted">{note}</p>}
      {cards.length > 0 && (
        <ul className="px-1.5">
          {cards.map((card) => (
            <CardRow key={card.id} card={card} onDetached={onDetached} />
          ))}
        </ul>
      )}
      {cards.length === 0 && !searching && (query === '' ? <NothingYet /> : <NothingFound query={query} />)}
    </>
  );
}

const NothingYet = () => (
  <div className="mx-auto grid max-w-72 justify-items-center gap-2 px-4 pt-12 text-center">
    <MessagesSquare size={28} strokeWidth={1.5} aria-hidden className="text-muted" />
    <h2 className="text-title font-semibold">{t('list.emptyTitle')}</h2>
    <p className="text-small text-pretty text-muted">{t('list.empty')}</p>
  </div>
);

const NothingFound = ({ query }: { query: string }) => (
  <div className="mx-auto grid max-w-72 justify-items-center gap-2 px-4 pt-12 text-center">
    <SearchX size={28} strokeWidth={1.5} aria-hidden className="text-muted" />
    <h2 className="text-title font-semibold">{t('list.nothingTitle')}</h2>
    <p className="text-small text-pretty text-muted">{t('list.nothing', { query })}</p>
  </div>
);
