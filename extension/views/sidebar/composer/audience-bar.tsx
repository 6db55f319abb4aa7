import { ChevronDown, Hash, Lock, Users } from 'lucide-react';
import { useState } from 'react';
import { t } from '#extension/language/t.ts';
import type { CorrespondenceView } from '#shared/contract/correspondence.ts';
import type { Discussion } from '#shared/contract/discussion.ts';
import { useBridge } from '../../bridge/bridge.ts';
import { useTopic } from '../../bridge/topic-store.ts';
import { ChannelList } from '../../ui/channel-list.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Menu, MenuChoice, MenuChoices } from '../../ui/menu.tsx';
import type { Draft } from '../discussion/draft.ts';
import { useSelf } from '../self.ts';

interface AudienceBarProps {
  draft: Draft;
  onChange: (change: Partial<Draft>) => void;
  discussion: Discussion | null;
  chat: CorrespondenceView['chat'] | null;
}

const pick =
  'flex h-6 min-w-0 items-center gap-1 rounded-md px-1.5 text-caption font-medium text-accent-ink transition-colors duration-100 hover:bg-accent-soft';

/** Says who reads what is written below and where it goes; chosen while a discussion starts, fixed afterwards. */
export function AudienceBar({ draft, onChange, discussion, chat }: AudienceBarProps) {
  if (discussion !== null) return <Settled discussion={discussion} />;
  return (
    <div className="flex items-center gap-0.5 px-1.5 pt-1.5">
      <VisibilityMenu visibility={draft.visibility} onChange={(visibility) => onChange({ visibility })} />
      <ChannelButton draft={draft} onChange={onChange} chat={chat} />
    </div>
  );
}

function Settled({ discussion: { visibility, link, memberIds } }: { discussion: Discussion }) {
  const { id: selfId } = useSelf();
  const teammates = useTopic('teammates') ?? [];
  const Icon = visibility === 'private' ? Lock : Users;
  const others = teammates
    .filter(({ id }) => id !== selfId && memberIds.includes(id))
    .map(({ name }) => name.split(' ')[0]);
  const names = [t('thread.you'), ...others].join(', ');
  const channel = link?.channelName.replace(/^#/, '');
  const readers =
    visibility === 'private'
      ? t(channel === undefined ? 'audience.private' : 'audience.privateInSlack', { names })
      : channel === undefined
        ? t('audience.yourTeam')
        : t('audience.teamInSlack', { channel });
  return (
    <p className="flex items-center gap-1.5 px-3 pt-2 text-caption text-muted">
      <Icon size={12} aria-hidden className="shrink-0" />
      <span className="truncate">{readers}</span>
    </p>
  );
}

function VisibilityMenu({
  visibility,
  onChange,
}: {
  visibility: Draft['visibility'];
  onChange: (next: Draft['visibility']) => void;
}) {
  const { teamName } = useSelf();
  const word = t(visibility === 'private' ? 'audience.privateWord' : 'audience.teamWord');
  const Icon = visibility === 'private' ? Lock : Users;
  return (
    <Menu
      align="start"
      side="top"
      trigger={
        <button type="button" className={pick} aria-label={t('audience.whoReads', { who: word })}>
          <Icon size={12} aria-hidden className="shrink-0" />
          {word}
          <ChevronDown size={12} aria-hidden className="shrink-0" />
        </button>
      }
    >
      <MenuChoices value={visibility} onChange={(value) => onChange(value === 'private' ? 'private' : 'team')}>
        <MenuChoice value="team" note={t('audience.teamNote', { team: teamName })}>
          {t('audience.teamWord')}
        </MenuChoice>
        <MenuChoice value="private" note={t('audience.privateNote')}>
          {t('audience.privateWord')}
        </MenuChoice>
      </MenuChoices>
    </Menu>
  );
}

function ChannelButton({ draft, onChange, chat }: Omit<AudienceBarProps, 'discussion'>) {
  const [choosing, setChoosing] = useState(false);
  if (chat === null) return null;
  if (draft.visibility === 'private') {
    return <span className="truncate px-1.5 text-caption text-muted">{t('audience.onlyMentioned')}</span>;
  }
  if (!chat.connected) return <NoChat />;
  const name = (draft.channelId === null ? chat.channelName : draft.channelName)?.replace(/^#/, '') ?? null;
  return (
    <>
      <span className="text-caption text-muted">{t('audience.in')}</span>
      <button
        type="button"
        className={pick}
        aria-label={name === null ? t('channel.choose') : t('audience.channel', { channel: name })}
        onClick={() => setChoosing(true)}
      >
        <Hash size={12} aria-hidden className="shrink-0" />
        <span className="truncate">{name ?? t('audience.chooseChannel')}</span>
        <ChevronDown size={12} aria-hidden className="shrink-0" />
      </button>
      {choosing && (
        <Dialog title={t('channel.title')} note={t('channel.onlyHere')} onClose={() => setChoosing(false)}>
          <ChannelList
            chosenId={draft.channelId}
            onChoose={({ id, name: channelName }) => {
              setChoosing(false);
              onChange({ channelId: id, channelName });
            }}
          />
        </Dialog>
      )}
    </>
  );
}

function NoChat() {
  const { role } = useSelf();
  const { shell } = useBridge();
  if (role !== 'owner' && role !== 'admin') {
    return <span className="truncate px-1.5 text-caption text-muted">{t('audience.staysHere')}</span>;
  }
  return (
    <button type="button" className={pick} onClick={() => void shell.openOptions('slack')}>
      <Hash size={12} aria-hidden className="shrink-0" />
      {t('audience.connect')}
    </button>
  );
}
