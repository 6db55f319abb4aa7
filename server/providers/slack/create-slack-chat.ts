import type { Chat } from '#server/ports/chat.ts';
import { createSignIn } from './authorize.ts';
import { createFiles } from './files.ts';
import { createNews } from './post-news.ts';
import { createPosting } from './post-message.ts';
import { createReactions } from './reactions.ts';
import { createChannels } from './read-channels.ts';
import { createReplyForm } from './reply-form.ts';
import { createPeople } from './read-people.ts';
import { createReading } from './read-thread.ts';
import { createSlackClient, permalink, type SlackSettings } from './slack-client.ts';

/** Slack as the chat port wants it. Each method makes its calls once; nothing is repeated or remembered here. */
export function createSlackChat(settings: SlackSettings): Chat {
  const client = createSlackClient(settings);
  return {
    ...createPosting(client),
    ...createNews(client),
    ...createReplyForm(client),
    ...createReactions(client),
    ...createFiles(client),
    ...createReading(client),
    ...createChannels(client),
    ...createPeople(client),
    linkTo: permalink,
    signIn: createSignIn(client),
  };
}
