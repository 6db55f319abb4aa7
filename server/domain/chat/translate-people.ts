import type { UserId } from '#shared/contract/ids.ts';
import type { KnownPerson } from './people.ts';

const ofTeam = /@\[((?:[^\]\\\n]|\\.){1,200})\]\(user:([0-9a-f-]{36})\)/gi;
const ofChat = /@\[((?:[^\]\\\n]|\\.){1,200})\]\(chat:([A-Z0-9]{2,20})\)/g;

/** The chat users that a body from the chat names. */
export function findChatMentions(body: string): string[] {
  return [...body.matchAll(ofChat)].map((match) => match[2] ?? '');
}

/** A body from the chat as ours: teammates as `@[Name](user:<id>)`, others as plain `@Name`. */
export function toTeamBody(
  body: string,
  people: ReadonlyMap<string, KnownPerson>,
): { body: string; mentions: UserId[] } {
  const mentions = new Set<UserId>();
  const text = body.replace(ofChat, (_, label: string, chatUserId: string) => {
    const person = people.get(chatUserId);
    if (person === undefined) return `@${unescape(label)}`;
    if (person.userId === null) return `@${person.name}`;
    mentions.add(person.userId);
    return `@[${person.name.replace(/[[\]\\\n]/g, ' ')}](user:${person.userId})`;
  });
  return { body: text, mentions: [...mentions] };
}

/** A body of ours for the chat: people who are there as `@[Name](chat:<id>)`, others as plain `@Name`. */
export function toChatBody(body: string, chatUsers: ReadonlyMap<string, string>): string {
  return body.replace(ofTeam, (_, name: string, userId: string) => {
    const chatUserId = chatUsers.get(userId.toLowerCase());
    return chatUserId === undefined ? `@${unescape(name)}` : `@[${name}](chat:${chatUserId})`;
  });
}

function unescape(name: string): string {
  return name.replace(/\\(.)/g, '$1');
}
