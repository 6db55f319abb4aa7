import { t } from '#extension/language/t.ts';
import type { ChatChannel } from '#shared/contract/chat.ts';
import type { Discussion } from '#shared/contract/discussion.ts';
import { useCommand } from '../bridge/use-command.ts';
import { ChannelList } from '../ui/channel-list.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { useShowToast } from '../ui/toasts.tsx';

/** Chooses the Slack channel of one discussion. */
export function ChannelDialog({ discussion, onClose }: { discussion: Discussion; onClose: () => void }) {
  const command = useCommand();
  const show = useShowToast();
  const choose = async ({ id, name }: ChatChannel): Promise<void> => {
    onClose();
    const result = await command('discussion.set-channel', { discussionId: discussion.id, channelId: id });
    if (result.ok) show({ text: t('channel.changed', { channel: name.replace(/^#/, '') }) });
  };
  return (
    <Dialog title={t('channel.title')} note={t('channel.note')} onClose={onClose}>
      <ChannelList chosenId={discussion.link?.channelId ?? null} onChoose={(channel) => void choose(channel)} />
    </Dialog>
  );
}
