import { CircleAlert, CircleCheck, Hash } from 'lucide-react';
import type { ReactNode } from 'react';
import { t } from '#extension/language/t.ts';
import type { ChatStatus } from '#shared/contract/chat.ts';
import { useBridge } from '../bridge/bridge.ts';
import { useTopic } from '../bridge/topic-store.ts';
import { useCommand } from '../bridge/use-command.ts';
import { Button } from '../ui/button.tsx';
import { describeSlack } from './describe-slack.ts';
import { Line } from './line.tsx';

const icons = {
  good: <CircleCheck size={16} aria-hidden className="text-accent-ink" />,
  none: <Hash size={16} aria-hidden className="text-muted" />,
  bad: <CircleAlert size={16} aria-hidden className="text-warn" />,
};

/** Whether Slack is connected, and the one step that is missing. */
export function SlackLine({ mayManage }: { mayManage: boolean }) {
  const chat = useTopic('chat');
  if (chat === undefined || chat === null) return null;
  const { mood, title, note } = describeSlack(chat);
  return (
    <Line
      label="Slack"
      icon={icons[mood]}
      title={title}
      note={note}
      action={<SlackAction chat={chat} mayManage={mayManage} />}
    />
  );
}

function SlackAction({ chat, mayManage }: { chat: ChatStatus; mayManage: boolean }): ReactNode {
  const command = useCommand();
  const { shell } = useBridge();
  if (!mayManage || !chat.available) return null;
  if (chat.installation === null || chat.installation.state === 'ended') {
    return (
      <Button size="small" kind="primary" onClick={() => void command('chat.install', null)}>
        {chat.installation === null ? t('slack.connect') : t('slack.reconnect')}
      </Button>
    );
  }
  if (chat.defaultChannel !== null && chat.defaultChannel.problem === null) return null;
  return (
    <Button size="small" onClick={() => void shell.openOptions('slack')}>
      {t('slack.chooseChannel')}
    </Button>
  );
}
