import { ChevronDown, Ellipsis, EyeOff, Mail, MailPlus, Merge, UserRound } from 'lucide-react';
import { useState } from 'react';
import type { CorrespondenceCard, CorrespondenceState } from '#shared/contract/correspondence-list.ts';
import { t } from '#extension/language/t.ts';
import { useTopic } from '../../bridge/topic-store.ts';
import { useCommand } from '../../bridge/use-command.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { IconButton } from '../../ui/button.tsx';
import { joinClasses } from '../../ui/join-classes.ts';
import { Menu, MenuChoice, MenuChoices, MenuItem } from '../../ui/menu.tsx';
import { tooltipProps } from '../../ui/tooltip.tsx';
import { useSelf } from '../self.ts';
import { stateWord } from './state-word.ts';
import { MergeDialog } from './merge-dialog.tsx';
import { MailTags } from './mail-tags.tsx';
import { useSharing } from './use-sharing.ts';
import { useMailChange } from './use-mail-change.ts';

interface MailLineProps {
  card: CorrespondenceCard;
  /** Shows and hides the e-mails; left out where they are always shown. */
  toggle?: { isOpen: boolean; onToggle: () => void };
}

const quiet =
  'flex h-6 min-w-0 shrink-0 items-center gap-1 rounded-md px-1.5 text-small text-muted transition-colors duration-100 hover:bg-hover hover:text-ink aria-expanded:text-ink';

/** Where the correspondence stands: its state, who takes care of it, its tags, and the way to its e-mails. */
export function MailLine({ card, toggle }: MailLineProps) {
  const { canWrite } = useSelf();
  return (
    <section aria-label={t('mail.line')} className="flex h-9 shrink-0 items-center gap-0.5 border-b border-line px-1.5">
      <StateMenu card={card} canWrite={canWrite} />
      <AssigneeMenu card={card} canWrite={canWrite} />
      <MailTags card={card} canWrite={canWrite} />
      <span className="flex-1" />
      {canWrite && <LineMenu card={card} />}
      {toggle !== undefined && <MailToggle count={card.emailCount} {...toggle} />}
    </section>
  );
}

function LineMenu({ card }: { card: CorrespondenceCard }) {
  const command = useCommand();
  const share = useSharing(card.id);
  const [merging, setMerging] = useState(false);
  return (
    <>
      <Menu
        trigger={
          <IconButton label={t('mail.lineMenu')}>
            <Ellipsis size={16} aria-hidden />
          </IconButton>
        }
      >
        <MenuItem
          icon={<MailPlus size={15} aria-hidden />}
          onSelect={() => void command('correspondence.mark', { correspondenceId: card.id, unread: true })}
        >
          {t('mail.markUnread')}
        </MenuItem>
        {card.isMine && (
          <MenuItem icon={<EyeOff size={15} aria-hidden />} onSelect={() => void share('never')}>
            {t('sharing.stopThread')}
          </MenuItem>
        )}
        <MenuItem icon={<Merge size={15} aria-hidden />} onSelect={() => setMerging(true)}>
          {t('mail.merge')}
        </MenuItem>
      </Menu>
      {merging && <MergeDialog card={card} onClose={() => setMerging(false)} />}
    </>
  );
}

const MailToggle = ({ count, isOpen, onToggle }: { count: number; isOpen: boolean; onToggle: () => void }) => (
  <button
    type="button"
    aria-label={t('mail.count', count)}
    aria-expanded={isOpen}
    onClick={onToggle}
    className={joinClasses(quiet, 'font-medium')}
  >
    <Mail size={14} aria-hidden className="shrink-0" />
    <span className="wide:hidden">{count}</span>
    <span className="hidden wide:inline">{t('mail.count', count)}</span>
    <ChevronDown
      size={14}
      aria-hidden
      className={joinClasses('shrink-0 transition-transform duration-100', isOpen && 'rotate-180')}
    />
  </button>
);

const dots: Record<CorrespondenceState, string> = {
  open: 'bg-accent',
  waiting: 'border-2 border-warn',
  closed: 'bg-line-strong',
};

const isState = (value: string): value is CorrespondenceState => Object.hasOwn(dots, value);

function StateMenu({ card, canWrite }: { card: CorrespondenceCard; canWrite: boolean }) {
  const change = useMailChange(card);
  const face = (
    <>
      <span aria-hidden className={joinClasses('size-2 shrink-0 rounded-full', dots[card.state])} />
      {stateWord(card.state)}
    </>
  );
  if (!canWrite) return <span className={quiet}>{face}</span>;
  return (
    <Menu
      align="start"
      trigger={
        <button type="button" aria-label={t('mail.stateIs', { state: stateWord(card.state) })} className={quiet}>
          {face}
        </button>
      }
    >
      <MenuChoices value={card.state} onChange={(state) => isState(state) && void change({ state })}>
        <MenuChoice value="open" note={t('mail.state.openNote')}>
          {stateWord('open')}
        </MenuChoice>
        <MenuChoice value="waiting" note={t('mail.state.waitingNote')}>
          {stateWord('waiting')}
        </MenuChoice>
        <MenuChoice value="closed" note={t('mail.state.closedNote')}>
          {stateWord('closed')}
        </MenuChoice>
      </MenuChoices>
    </Menu>
  );
}

const nobody = 'nobody';

function AssigneeMenu({ card, canWrite }: { card: CorrespondenceCard; canWrite: boolean }) {
  const change = useMailChange(card);
  const self = useSelf();
  const teammates = useTopic('teammates') ?? [];
  const { assignee } = card;
  const label = assignee === null ? t('mail.assignNobody') : t('mail.assignedTo', { name: assignee.name });
  const face =
    assignee === null ? (
      <UserRound size={15} aria-hidden className="shrink-0" />
    ) : (
      <Avatar name={assignee.name} pictureUrl={assignee.pictureUrl} size={20} />
    );
  if (!canWrite) {
    return (
      <span role="img" aria-label={label} {...tooltipProps(label)} className={quiet}>
        {face}
      </span>
    );
  }
  const writers = teammates.filter(({ role }) => role !== 'viewer');
  const ordered = writers.toSorted((a, b) => Number(b.id === self.id) - Number(a.id === self.id));
  const assign = (chosen: string): void =>
    void change({ assigneeId: writers.find(({ id }) => id === chosen)?.id ?? null });
  return (
    <Menu
      align="start"
      trigger={
        <button type="button" aria-label={label} {...tooltipProps(label)} className={quiet}>
          {face}
        </button>
      }
    >
      <MenuChoices value={assignee?.id ?? nobody} onChange={assign}>
        {ordered.map(({ id, name }) => (
          <MenuChoice key={id} value={id}>
            {id === self.id ? t('mail.me', { name }) : name}
          </MenuChoice>
        ))}
        <MenuChoice value={nobody}>{t('mail.nobody')}</MenuChoice>
      </MenuChoices>
    </Menu>
  );
}
