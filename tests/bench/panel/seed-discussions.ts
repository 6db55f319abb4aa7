import { v7 } from 'uuid';
import { MessageId } from '#shared/contract/ids.ts';
import type { MailThread } from '#tests/support/mail-data.ts';
import { claimOf } from '../browser/claim-of.ts';
import type { Api } from '#tests/support/team-over-http.ts';

/** What a discussion says; its last message names the thread. */
function messagesOf(thread: MailThread): string[] {
  return [
    'Can we promise **two deliveries**?',
    'The first half is ready, the rest needs the new valves.',
    'Then yes: `9th` and `23rd`, I told the workshop.',
    '- call them\n- send the plan',
    'Who answers?',
    `I do, this afternoon, for ${thread.subject}`,
  ];
}

/** Starts a discussion about each thread, as its reader would. */
export async function seedDiscussions(api: Api, threads: readonly MailThread[]): Promise<void> {
  for (const thread of threads) {
    for (const body of messagesOf(thread))
      await api.discussions.post.mutate({
        messageId: MessageId.parse(v7()),
        target: { kind: 'mail', mail: claimOf(thread) },
        body,
        mentions: [],
        fileIds: [],
      });
  }
}
