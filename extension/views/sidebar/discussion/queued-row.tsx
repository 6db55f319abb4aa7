import { Clock, CloudOff, TriangleAlert } from 'lucide-react';
import { t } from '#extension/language/t.ts';
import type { QueuedMessage } from '#extension/messaging/protocol.ts';
import { useTopic } from '../../bridge/topic-store.ts';
import { useCommand } from '../../bridge/use-command.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Button } from '../../ui/button.tsx';
import { Time } from '../../ui/time.tsx';
import { putBack } from '../composer/put-back.ts';
import { Markdown } from '../markdown/markdown.tsx';
import { useSelf } from '../self.ts';

/** What one wrote and the server does not have yet. */
export function QueuedRow({ message }: { message: QueuedMessage }) {
  const self = useSelf();
  const offline = useTopic('connection')?.state === 'offline';
  const refused = message.problem !== null;
  const Icon = refused ? TriangleAlert : offline ? CloudOff : Clock;
  return (
    <article
      aria-label={t(refused ? 'queued.labelRefused' : 'queued.labelWaiting')}
      className="grid grid-cols-[28px_minmax(0,1fr)_16px] gap-x-2.5 px-3 pt-2 pb-0.5"
    >
      <div className="pt-0.5">
        <Avatar name={self.name} pictureUrl={self.pictureUrl} size={28} />
      </div>
      <div className="min-w-0">
        <div className="flex items-baseline gap-1.5">
          <span className="truncate font-semibold">{self.name}</span>
          <Time at={new Date(message.createdAt).toISOString()} className="text-caption text-muted" />
        </div>
        <div className="message-text">
          <Markdown text={message.body} />
        </div>
        {refused && (
          <p className="mt-0.5 text-caption text-danger">{t('queued.refused', { problem: message.problem ?? '' })}</p>
        )}
        {!refused && offline && <p className="mt-0.5 text-caption text-muted">{t('queued.offline')}</p>}
        {(refused || offline) && <Rescue message={message} />}
      </div>
      <span
        role="img"
        aria-label={t(refused ? 'queued.notSent' : offline ? 'queued.waiting' : 'queued.sending')}
        className={`flex h-5 items-center pt-0.5 ${refused ? 'text-danger' : 'text-muted'}`}
      >
        <Icon size={13} strokeWidth={2.25} aria-hidden />
      </span>
    </article>
  );
}

function Rescue({ message }: { message: QueuedMessage }) {
  const command = useCommand();
  const { canWrite } = useSelf();
  const discard = async (): Promise<boolean> => (await command('message.discard', { messageId: message.messageId })).ok;
  const edit = async (): Promise<void> => {
    if (await discard()) putBack(message);
  };
  return (
    <div className="mt-1 flex gap-1.5">
      {/* There is no composer to take the text back for whoever may only read. */}
      {canWrite && (
        <Button size="small" onClick={() => void edit()}>
          {t('action.edit')}
        </Button>
      )}
      <Button size="small" kind="ghost" onClick={() => void discard()}>
        {t('action.discard')}
      </Button>
    </div>
  );
}
