import { Check, Hash, Lock, RotateCw, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { say } from '#extension/messaging/say.ts';
import { t } from '#extension/language/t.ts';
import type { ChatChannel } from '#shared/contract/chat.ts';
import { useAnswer } from '../bridge/use-answer.ts';
import { Button } from './button.tsx';
import { TextInput } from './field.tsx';
import { joinClasses } from './join-classes.ts';
import { Notice } from './notice.tsx';

interface ChannelListProps {
  chosenId: string | null;
  onChoose: (channel: ChatChannel) => void;
}

/** Slack channels to choose from; one that can't be used says what to do about it. */
export function ChannelList({ chosenId, onChoose }: ChannelListProps) {
  const { value, problem, again } = useAnswer('chat.channels', null);
  const [query, setQuery] = useState('');
  const wanted = query.trim().toLowerCase().replace(/^#/, '');
  const channels = (value ?? []).filter(({ name }) => name.toLowerCase().includes(wanted));
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex gap-1.5 px-3 pb-2">
        <TextInput
          aria-label={t('channel.find')}
          placeholder={t('channel.find')}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
        <Button aria-label={t('channel.lookAgain')} title={t('channel.lookAgain')} onClick={again} className="px-2!">
          <RotateCw size={14} aria-hidden />
        </Button>
      </div>
      {problem !== null && <Notice tone="warn">{problem}</Notice>}
      {value === undefined && problem === null && (
        <p className="appear-late px-4 pb-3 text-small text-muted">{t('channel.asking')}</p>
      )}
      {value !== undefined && channels.length === 0 && (
        <p className="px-4 pb-3 text-small text-muted">{t('channel.none')}</p>
      )}
      <ul aria-label={t('channel.list')} className="min-h-0 overflow-y-auto px-1.5 pb-1.5">
        {channels.map((channel) => (
          <li key={channel.id}>
            <ChannelRow channel={channel} chosen={channel.id === chosenId} onChoose={onChoose} />
          </li>
        ))}
      </ul>
    </div>
  );
}

interface ChannelRowProps {
  channel: ChatChannel;
  chosen: boolean;
  onChoose: (channel: ChatChannel) => void;
}

function ChannelRow({ channel, chosen, onChoose }: ChannelRowProps) {
  const Icon = channel.isPrivate ? Lock : Hash;
  const usable = channel.problem === null;
  return (
    <button
      type="button"
      aria-pressed={chosen}
      aria-disabled={!usable}
      onClick={() => usable && onChoose(channel)}
      className={joinClasses(
        'flex w-full items-start gap-2 rounded-md px-2.5 py-1.5 text-start',
        usable ? 'hover:bg-hover' : 'cursor-not-allowed!',
      )}
    >
      <Icon size={14} aria-hidden className="mt-0.75 shrink-0 text-muted" />
      <span className="min-w-0 flex-1">
        <span className={joinClasses('block truncate', !usable && 'text-muted')}>{channel.name.replace(/^#/, '')}</span>
        {channel.problem !== null && (
          <span className="flex gap-1 text-caption text-warn">
            <TriangleAlert size={12} aria-hidden className="mt-0.5 shrink-0" />
            {say(channel.problem)}
          </span>
        )}
      </span>
      {chosen && <Check size={15} aria-hidden className="mt-0.5 shrink-0 text-accent-ink" />}
    </button>
  );
}
