import { MailSearch, Search } from 'lucide-react';
import { useState, type KeyboardEvent } from 'react';
import { t } from '#extension/language/t.ts';
import { Button } from '../ui/button.tsx';
import { EndOfList } from '../ui/end-of-list.tsx';
import { joinClasses } from '../ui/join-classes.ts';
import { Notice } from '../ui/notice.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { CorrespondenceRow } from './correspondence-row.tsx';
import { useCorrespondences, type Correspondences, type Filter } from './use-correspondences.ts';

interface CorrespondenceListProps {
  chosenId: string | null;
  /** One that is not offered. */
  leftOutId?: string;
  onChoose: (id: string) => void;
  /** Leads to where a mailbox is connected. */
  onConnect: () => void;
}

const mine: Filter = { view: 'mine', unread: false, state: null, search: '' };

/** My correspondences, unread first, or all that I may see; endless, with a search over what the mails say. */
export function CorrespondenceList({ chosenId, leftOutId, onChoose, onConnect }: CorrespondenceListProps) {
  const [filter, setFilter] = useState(mine);
  const all = useCorrespondences(filter);
  const list = { ...all, cards: all.cards?.filter(({ id }) => id !== leftOutId) };
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <FilterLine filter={filter} onChange={setFilter} />
      {list.problem !== null && <Notice tone="warn">{list.problem}</Notice>}
      <div aria-busy={list.isSearching} className="min-h-0 flex-1 overflow-y-auto pb-4">
        {list.cards === undefined && list.problem === null && <Skeleton lines label={t('inbox.loading')} />}
        {list.cards?.length === 0 && (
          <Nothing isFiltered={JSON.stringify(filter) !== JSON.stringify(mine)} onConnect={onConnect} />
        )}
        {list.cards !== undefined && list.cards.length > 0 && (
          <Rows list={list} chosenId={chosenId} onChoose={onChoose} />
        )}
      </div>
    </div>
  );
}

function FilterLine({ filter, onChange }: { filter: Filter; onChange: (filter: Filter) => void }) {
  const set = (change: Partial<Filter>): void => onChange({ ...filter, ...change });
  return (
    <div className="grid gap-1.5 px-3 py-1.5">
      <search className="relative block">
        <Search size={15} aria-hidden className="pointer-events-none absolute start-2.5 top-2 text-muted" />
        <input
          type="text"
          dir="auto"
          autoComplete="off"
          maxLength={500}
          aria-label={t('inbox.search')}
          placeholder={t('inbox.search')}
          value={filter.search ?? ''}
          onChange={(event) => set({ search: event.target.value })}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || filter.search === '') return;
            event.preventDefault();
            set({ search: '' });
          }}
          className="h-8 w-full rounded-md border border-transparent bg-sunken ps-8 pe-2 text-body transition-colors duration-100 hover:bg-hover focus-visible:border-accent focus-visible:bg-canvas focus-visible:outline-1 focus-visible:outline-offset-0"
        />
      </search>
      <div role="group" aria-label={t('inbox.filter')} className="flex flex-wrap gap-1">
        <Choice isOn={filter.view === 'mine'} onPress={() => set({ view: filter.view === 'mine' ? 'all' : 'mine' })}>
          {t('inbox.mine')}
        </Choice>
        <Choice isOn={filter.unread} onPress={() => set({ unread: !filter.unread })}>
          {t('inbox.unread')}
        </Choice>
        <Choice isOn={filter.state === 'open'} onPress={() => set({ state: filter.state === 'open' ? null : 'open' })}>
          {t('mail.state.open')}
        </Choice>
        <Choice
          isOn={filter.state === 'waiting'}
          onPress={() => set({ state: filter.state === 'waiting' ? null : 'waiting' })}
        >
          {t('mail.state.waiting')}
        </Choice>
      </div>
    </div>
  );
}

const Choice = ({ isOn, onPress, children }: { isOn: boolean; onPress: () => void; children: string }) => (
  <button
    type="button"
    aria-pressed={isOn}
    onClick={onPress}
    className={joinClasses(
      'h-6 rounded-full border px-2.5 text-small transition-colors duration-100',
      isOn ? 'border-accent bg-accent-soft text-accent-ink' : 'border-line text-muted hover:bg-hover hover:text-ink',
    )}
  >
    {children}
  </button>
);

interface RowsProps {
  list: Correspondences;
  chosenId: string | null;
  onChoose: (id: string) => void;
}

function Rows({ list, chosenId, onChoose }: RowsProps) {
  return (
    <>
      <ul aria-label={t('inbox.title')} className="px-1.5" onKeyDown={moveFocus}>
        {list.cards?.map((card) => (
          <CorrespondenceRow key={card.id} card={card} isChosen={card.id === chosenId} onChoose={onChoose} />
        ))}
      </ul>
      {list.hasMore && <EndOfList key={list.cards?.length} label={t('inbox.more')} onNear={list.readMore} />}
    </>
  );
}

/** Arrow keys lead from row to row. */
function moveFocus(event: KeyboardEvent<HTMLUListElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const rows = [...event.currentTarget.querySelectorAll('button')];
  const at = rows.findIndex((row) => row === document.activeElement);
  const next = rows[at + (event.key === 'ArrowDown' ? 1 : -1)];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}

const Nothing = ({ isFiltered, onConnect }: { isFiltered: boolean; onConnect: () => void }) => (
  <div className="mx-auto grid max-w-72 justify-items-center gap-2 px-4 pt-12 text-center">
    <MailSearch size={28} strokeWidth={1.5} aria-hidden className="text-muted" />
    <h2 className="text-title font-semibold">{t('inbox.nothing')}</h2>
    <p className="text-small text-pretty text-muted">
      {isFiltered ? t('inbox.nothingFiltered') : t('inbox.nothingYet')}
    </p>
    {!isFiltered && (
      <Button className="mt-1" onClick={onConnect}>
        {t('inbox.connect')}
      </Button>
    )}
  </div>
);
