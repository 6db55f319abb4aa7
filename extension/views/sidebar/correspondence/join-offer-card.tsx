import { MessagesSquare } from 'lucide-react';
import { t } from '#extension/language/t.ts';
import type { JoinOffer } from '#shared/contract/correspondence.ts';
import { useCommand } from '../../bridge/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { Time } from '../../ui/time.tsx';
import { useSelf } from '../self.ts';

/** Asks whether a teammate's discussion is about this same mail; nothing joins by itself. */
export function JoinOfferCard({ offer, threadKey }: { offer: JoinOffer; threadKey: string }) {
  const command = useCommand();
  const { canWrite } = useSelf();
  const { discussionId, startedBy, startedAt, messageCount } = offer;
  return (
    <section aria-labelledby="join-offer" className="m-3 grid gap-2.5 rounded-lg border border-line bg-sunken p-3">
      <div className="flex gap-2.5">
        <MessagesSquare size={18} aria-hidden className="mt-0.5 shrink-0 text-accent-ink" />
        <div className="min-w-0">
          <h2 id="join-offer" className="font-semibold text-pretty">
            {t('join.title', { name: startedBy })}
          </h2>
          <p className="text-small text-muted">
            {t('join.messages', messageCount)} · <Time at={startedAt} />
          </p>
        </div>
      </div>
      {canWrite ? (
        <div className="flex flex-wrap gap-2">
          <Button
            kind="primary"
            size="small"
            onClick={() => void command('discussion.join', { discussionId, threadKey })}
          >
            {t('join.join')}
          </Button>
          <Button size="small" onClick={() => void command('discussion.refuse-join', { discussionId })}>
            {t('join.refuse')}
          </Button>
        </div>
      ) : (
        <p className="text-small text-muted">{t('join.viewer')}</p>
      )}
    </section>
  );
}
