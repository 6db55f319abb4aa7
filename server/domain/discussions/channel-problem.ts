/** Why a channel can't be used, as it is kept in `chat_channel`. */
export type ChannelProblemCode = 'not-in-channel' | 'archived' | 'outsiders' | 'missing' | 'uninvited';

/** What a person can do about a channel that can't be used; null when it can. */
export function describeChannelProblem(code: ChannelProblemCode | null, channelName: string): string | null {
  if (code === null) return null;
  const channel = `#${channelName.replace(/^#/, '')}`;
  return {
    'not-in-channel': `Sidethread is not in ${channel}: invite it there with /invite, then retry.`,
    archived: `${channel} is archived: unarchive it or choose another channel.`,
    outsiders: `${channel} has people from outside your company, so discussions are not sent there: choose another channel.`,
    missing: `${channel} was deleted or Sidethread can no longer see it: choose another channel.`,
    uninvited:
      'Somebody who was not invited is in this discussion’s Slack group, so nothing is sent there: invite them here, or take them out in Slack.',
  }[code];
}
