import type { ChatStatus } from '#shared/contract/chat.ts';

export interface SlackWords {
  mood: 'good' | 'none' | 'bad';
  title: string;
  note: string;
}

/** How it stands with Slack, in a title and a sentence. */
export function describeSlack({ available, installation, defaultChannel }: ChatStatus): SlackWords {
  if (!available) {
    return {
      mood: 'none',
      title: 'No Slack on this server',
      note: 'Discussions stay in Sidethread. Whoever runs the server can add a Slack app.',
    };
  }
  if (installation === null) {
    return {
      mood: 'none',
      title: 'Slack is not connected',
      note: 'Discussions stay in Sidethread until an admin connects it.',
    };
  }
  if (installation.state === 'ended') {
    return {
      mood: 'bad',
      title: 'Slack is disconnected',
      note: installation.reason ?? 'An admin can connect it again.',
    };
  }
  const title = `Slack: ${installation.workspaceName}`;
  if (defaultChannel === null)
    return { mood: 'bad', title, note: 'No channel is chosen, so nothing is posted there yet.' };
  const name = `#${defaultChannel.name.replace(/^#/, '')}`;
  if (defaultChannel.problem !== null) return { mood: 'bad', title, note: `${name}: ${defaultChannel.problem}` };
  return { mood: 'good', title, note: `New discussions go to ${name}.` };
}
