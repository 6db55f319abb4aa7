import { MessagesSquare } from 'lucide-react';
import type { CorrespondenceView } from '#shared/contract/correspondence.ts';

interface EmptyDiscussionProps {
  customer: string | null;
  chat: CorrespondenceView['chat'];
}

/** Teaches what the first message does, and who never sees it. */
export const EmptyDiscussion = ({ customer, chat }: EmptyDiscussionProps) => (
  <div className="flex min-h-0 flex-1 flex-col items-center justify-center gap-2 overflow-y-auto px-8 py-6 text-center">
    <MessagesSquare size={28} strokeWidth={1.5} aria-hidden className="text-muted" />
    <h2 className="text-title font-semibold text-balance">Talk about this mail with your team</h2>
    <p className="max-w-64 text-small text-pretty text-muted">
      {customer === null ? 'The sender' : customer} never sees what you write here.{' '}
      {chat.connected && chat.channelName !== null
        ? `A message to the team opens a thread in #${chat.channelName.replace(/^#/, '')} in Slack.`
        : 'Your team sees it in Sidethread.'}
    </p>
  </div>
);
