import { say } from '#extension/messaging/say.ts';
import { t } from '#extension/language/t.ts';
import type { ChatStatus } from '#shared/contract/chat.ts';

export interface SlackWords {
  mood: 'good' | 'none' | 'bad';
  title: string;
  note: string;
}

/** How it stands with Slack, in a title and a sentence. */
export function describeSlack({ available, installation, defaultChannel }: ChatStatus): SlackWords {
  if (!available) return { mood: 'none', title: t('slack.unavailable'), note: t('slack.unavailableNote') };
  if (installation === null) return { mood: 'none', title: t('slack.none'), note: t('slack.noneNote') };
  if (installation.state === 'ended') {
    return { mood: 'bad', title: t('slack.ended'), note: installation.reason ?? t('slack.endedNote') };
  }
  const title = t('slack.workspaceNamed', { workspace: installation.workspaceName });
  if (defaultChannel === null) return { mood: 'bad', title, note: t('slack.noChannelNote') };
  const channel = defaultChannel.name.replace(/^#/, '');
  if (defaultChannel.problem !== null)
    return { mood: 'bad', title, note: `#${channel}: ${say(defaultChannel.problem)}` };
  return { mood: 'good', title, note: t('slack.channelNote', { channel }) };
}
