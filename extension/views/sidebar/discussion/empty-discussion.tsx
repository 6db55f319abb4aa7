import { MessagesSquare } from 'lucide-react';
import { t } from '#extension/language/t.ts';
import type { CorrespondenceView } from '#shared/contract/correspondence.ts';

interface EmptyDiscussionProps {
  customer: string | null;
  chat: CorrespondenceView['chat'];
}

/** Teaches what the first message does, and who never sees it. */
export const EmptyDiscussion = ({ customer, chat }: EmptyDiscussionProps) => (
  <div className="flex min-h-0 flex-1 flex-col items-center justify-center gap-2 overflow-y-auto px-8 py-6 text-center">
    <MessagesSquare size={28} strokeWidth={1.5} aria-hidden className="text-muted" />
    <h2 className="text-title font-semibold text-balance">{t('thread.emptyTitle')}</h2>
    <p className="max-w-64 text-small text-pretty text-muted">
      {chat.connected && chat.channelName !== null
        ? t('thread.emptySlack', {
            customer: customer ?? t('thread.sender'),
            channel: chat.channelName.replace(/^#/, ''),
          })
        : t('thread.emptyAlone', { customer: customer ?? t('thread.sender') })}
    </p>
  </div>
);
