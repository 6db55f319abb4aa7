import { CircleDot, Ellipsis, ExternalLink, Pencil, Reply, SmilePlus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { t } from '#extension/language/t.ts';
import type { Message } from '#shared/contract/discussion.ts';
import { useCommand } from '../../bridge/use-command.ts';
import { IconButton } from '../../ui/button.tsx';
import { Menu, MenuItem, MenuLine } from '../../ui/menu.tsx';
import { Popover } from '../../ui/popover.tsx';
import { useShowToast } from '../../ui/toasts.tsx';
import { EmojiPicker } from '../emoji/emoji-picker.tsx';
import { useSelf } from '../self.ts';
import { useInReply } from '../outgoing/use-in-reply.ts';
import { safeUrl } from '../markdown/safe-url.ts';
import { useReact } from './use-react.ts';

interface MessageActionsProps {
  message: Message;
  own: boolean;
  onEdit: () => void;
  onMarkUnread: () => void;
}

/** What one can do with a message: a small bar at its corner. */
export function MessageActions({ message, own, onEdit, onMarkUnread }: MessageActionsProps) {
  const { canWrite } = useSelf();
  const react = useReact(message);
  const [picking, setPicking] = useState(false);
  return (
    <div
      role="group"
      aria-label={t('message.actions')}
      data-actions
      className="absolute -top-3 end-7 z-10 flex rounded-md border border-line bg-raised shadow-raised"
    >
      {canWrite && (
        <Popover
          label={t('message.addReaction')}
          open={picking}
          onOpenChange={setPicking}
          trigger={
            <IconButton label={t('message.react')}>
              <SmilePlus size={15} aria-hidden />
            </IconButton>
          }
        >
          <EmojiPicker
            onPick={(emoji) => {
              setPicking(false);
              react(emoji, true);
            }}
          />
        </Popover>
      )}
      {canWrite && own && (
        <IconButton label={t('action.edit')} onClick={onEdit}>
          <Pencil size={14} aria-hidden />
        </IconButton>
      )}
      <MoreMenu message={message} own={own} onMarkUnread={onMarkUnread} />
    </div>
  );
}

function MoreMenu({ message, own, onMarkUnread }: Omit<MessageActionsProps, 'onEdit'>) {
  const command = useCommand();
  const show = useShowToast();
  const { canWrite } = useSelf();
  const answerWith = useInReply();
  const ids = { discussionId: message.discussionId, messageId: message.id };
  const chatUrl = safeUrl(message.receipt?.url ?? '');
  const remove = async (): Promise<void> => {
    const result = await command('message.delete', ids);
    if (result.ok) show({ text: t('message.deleted'), undo: () => void command('message.restore', ids) });
  };
  return (
    <Menu
      trigger={
        <IconButton label={t('action.more')}>
          <Ellipsis size={15} aria-hidden />
        </IconButton>
      }
    >
      <MenuItem icon={<CircleDot size={15} aria-hidden />} onSelect={onMarkUnread}>
        {t('message.markUnread')}
      </MenuItem>
      {answerWith !== null && canWrite && message.body !== '' && (
        <MenuItem icon={<Reply size={15} aria-hidden />} onSelect={() => answerWith(message.body)}>
          {t('outgoing.useInReply')}
        </MenuItem>
      )}
      {chatUrl !== '' && (
        <MenuItem
          icon={<ExternalLink size={15} aria-hidden />}
          onSelect={() => window.open(chatUrl, '_blank', 'noopener,noreferrer')}
        >
          {t('message.openInSlack')}
        </MenuItem>
      )}
      {own && canWrite && <MenuLine />}
      {own && canWrite && (
        <MenuItem danger icon={<Trash2 size={15} aria-hidden />} onSelect={() => void remove()}>
          {t('action.delete')}
        </MenuItem>
      )}
    </Menu>
  );
}
