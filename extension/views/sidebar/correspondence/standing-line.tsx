import { Bell, BellOff, Ellipsis, ExternalLink, Hash, Lock, Trash2, UserPlus } from 'lucide-react';
import { say } from '#extension/messaging/say.ts';
import { t } from '#extension/language/t.ts';
import type { Discussion, PresenceView } from '#shared/contract/discussion.ts';
import { useStateOf } from '../../bridge/use-state-of.ts';
import { useCommand } from '../../bridge/use-command.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Menu, MenuItem, MenuLine } from '../../ui/menu.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useShowToast } from '../../ui/toasts.tsx';
import { ChannelDialog } from '../channel-dialog.tsx';
import { safeUrl } from '../markdown/safe-url.ts';
import { useSelf } from '../self.ts';
import { InviteDialog } from './invite-dialog.tsx';
import { PresenceFaces } from './presence-line.tsx';

interface StandingLineProps {
  discussion: Discussion;
  presence: PresenceView | null;
  /** What is wrong with the team's chat as a whole. */
  problem: string | null;
}

/** Where the discussion stands: its Slack thread, who is here, and what one can do with it as a whole. */
export function StandingLine({ discussion, presence, problem }: StandingLineProps) {
  const [dialog, change] = useStateOf<'channel' | 'invite' | null>(discussion.id, null);
  const setDialog = (next: typeof dialog): void => change(() => next);
  const { canWrite } = useSelf();
  const { link } = discussion;
  const trouble = link?.problem ?? problem;
  return (
    <section aria-label={t('standing.label')} className="shrink-0 border-b border-line">
      <div className="flex h-9 items-center gap-2 pe-2 ps-3 text-small text-muted">
        <Place discussion={discussion} />
        <span className="flex-1" />
        <PresenceFaces presence={presence} />
        <FollowButton discussion={discussion} />
        <Actions discussion={discussion} onDialog={setDialog} />
      </div>
      {trouble !== null && (
        <Notice
          tone="warn"
          action={
            canWrite && link !== null ? (
              <Button size="small" onClick={() => setDialog('channel')}>
                {t('action.change')}
              </Button>
            ) : undefined
          }
        >
          {say(trouble)}
        </Notice>
      )}
      {dialog === 'channel' && <ChannelDialog discussion={discussion} onClose={() => setDialog(null)} />}
      {dialog === 'invite' && <InviteDialog discussion={discussion} onClose={() => setDialog(null)} />}
    </section>
  );
}

function Place({ discussion: { link, visibility } }: { discussion: Discussion }) {
  const lock = visibility === 'private' && (
    <Lock size={13} role="img" aria-label={t('standing.private')} className="shrink-0" />
  );
  if (link === null) {
    return (
      <span className="flex min-w-0 items-center gap-1.5">
        {lock}
        <span className="truncate">{visibility === 'private' ? t('standing.private') : t('standing.onlyHere')}</span>
      </span>
    );
  }
  const name = (
    <>
      {lock === false ? <Hash size={13} aria-hidden className="shrink-0" /> : lock}
      <span className="truncate">{link.channelName.replace(/^#/, '')}</span>
    </>
  );
  if (link.threadUrl === null) return <span className="flex min-w-0 items-center gap-1">{name}</span>;
  return (
    <a
      href={safeUrl(link.threadUrl)}
      target="_blank"
      rel="noreferrer noopener"
      aria-label={t('standing.openThread', { channel: link.channelName })}
      className="-mx-1 flex min-w-0 items-center gap-1 rounded px-1 py-0.5 font-medium transition-colors duration-100 hover:bg-hover hover:text-ink"
    >
      {name}
      <ExternalLink size={12} aria-hidden className="shrink-0" />
    </a>
  );
}

function FollowButton({ discussion: { id, following, muted } }: { discussion: Discussion }) {
  const command = useCommand();
  if (muted) {
    return (
      <IconButton
        label={t('standing.muted')}
        onClick={() => void command('discussion.mute', { discussionId: id, on: false })}
      >
        <BellOff size={15} aria-hidden />
      </IconButton>
    );
  }
  return (
    <IconButton
      label={following ? t('standing.following') : t('standing.follow')}
      aria-pressed={following}
      onClick={() => void command('discussion.follow', { discussionId: id, on: !following })}
    >
      <Bell size={15} aria-hidden fill={following ? 'currentColor' : 'none'} />
    </IconButton>
  );
}

interface ActionsProps {
  discussion: Discussion;
  onDialog: (dialog: 'channel' | 'invite') => void;
}

function Actions({ discussion, onDialog }: ActionsProps) {
  const command = useCommand();
  const show = useShowToast();
  const { canWrite } = useSelf();
  const { id: discussionId, muted, visibility } = discussion;
  const remove = async (): Promise<void> => {
    const result = await command('discussion.delete', { discussionId });
    if (!result.ok) return;
    show({ text: t('standing.deleted'), undo: () => void command('discussion.restore', { discussionId }) });
  };
  return (
    <Menu
      trigger={
        <IconButton label={t('standing.menu')}>
          <Ellipsis size={16} aria-hidden />
        </IconButton>
      }
    >
      <MenuItem
        icon={muted ? <Bell size={15} aria-hidden /> : <BellOff size={15} aria-hidden />}
        onSelect={() => void command('discussion.mute', { discussionId, on: !muted })}
      >
        {muted ? t('standing.unmute') : t('standing.mute')}
      </MenuItem>
      {canWrite && visibility === 'private' && (
        <MenuItem icon={<UserPlus size={15} aria-hidden />} onSelect={() => onDialog('invite')}>
          {t('standing.invite')}
        </MenuItem>
      )}
      {canWrite && visibility === 'team' && (
        <MenuItem icon={<Hash size={15} aria-hidden />} onSelect={() => onDialog('channel')}>
          {discussion.link === null ? t('channel.choose') : t('channel.change')}
        </MenuItem>
      )}
      {canWrite && <MenuLine />}
      {canWrite && (
        <MenuItem danger icon={<Trash2 size={15} aria-hidden />} onSelect={() => void remove()}>
          {t('standing.delete')}
        </MenuItem>
      )}
    </Menu>
  );
}
