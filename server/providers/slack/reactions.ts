import type { Chat } from '#server/ports/chat.ts';
import { emojiNameOf } from './emoji-names.ts';
import { refuse } from './outcome.ts';
import { mapDone, type SlackClient } from './slack-client.ts';

/** Adds and takes back reactions; one that is already so is refused as `already-so`. */
export function createReactions(client: SlackClient): Pick<Chat, 'setReaction'> {
  return {
    setReaction: async (access, { channelId, ts }, emoji, on) => {
      const name = emojiNameOf(emoji);
      if (name === undefined)
        return refuse('rejected', 'invalid_name', 'Slack has no such emoji, so it shows only here.');
      const item = { channel: channelId, timestamp: ts, name };
      const changed = await client.call(access.token, (web) =>
        on ? web.reactions.add(item) : web.reactions.remove(item),
      );
      return mapDone(changed, () => null);
    },
  };
}
