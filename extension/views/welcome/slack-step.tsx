import { t } from '#extension/language/t.ts';
import { useBridge } from '../bridge/bridge.ts';
import { useTopic } from '../bridge/topic-store.ts';
import { useCommand } from '../bridge/use-command.ts';
import { rolesToGive } from '../options/role-words.ts';
import { describeSlack } from '../popup/describe-slack.ts';
import type { Self } from '../sidebar/self.ts';
import { Button } from '../ui/button.tsx';
import { Skeleton } from '../ui/skeleton.tsx';

/** How it stands with Slack and what can be done about it; nothing has to be, and the next step waits for nothing. */
export function SlackStep({ self }: { self: Self }) {
  const chat = useTopic('chat');
  const command = useCommand();
  const { shell } = useBridge();
  if (chat === undefined || chat === null) return <Skeleton lines label={t('slack.loading')} />;
  const { mood, title, note } = describeSlack(chat);
  const mayManage = rolesToGive(self.role).length > 0 && chat.available;
  const isConnected = chat.installation?.state === 'active';
  return (
    <div className="grid gap-3">
      <p className="text-pretty text-muted">
        <span className="font-medium text-ink">{title}.</span> {note}
      </p>
      {mayManage && mood !== 'good' && (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
          {isConnected ? (
            <Button onClick={() => void shell.openOptions('slack')}>{t('slack.chooseChannel')}</Button>
          ) : (
            <Button onClick={() => void command('chat.install', null)}>{t('slack.connectSlack')}</Button>
          )}
          <span className="text-small text-muted">{t('welcome.slackLater')}</span>
        </div>
      )}
    </div>
  );
}
