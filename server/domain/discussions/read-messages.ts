import type { Message, MessageFile, Reaction, Receipt } from '#shared/contract/discussion.ts';
import type { Author } from '#shared/contract/person.ts';
import { toIso, toIsoOrNull } from './iso-time.ts';
import { readReceipt, type EffectRow } from './read-receipt.ts';

interface MessageRow {
  readonly id: Message['id'];
  readonly discussionId: Message['discussionId'];
  readonly seq: number;
  readonly version: number;
  readonly authorId: string | null;
  readonly guestId: string | null;
  readonly body: string;
  readonly origin: Message['origin'];
  readonly createdAt: string;
  readonly editedAt: string | null;
  readonly deletedAt: string | null;
}

interface FileRow {
  readonly id: MessageFile['id'];
  readonly messageId: string;
  readonly name: string;
  readonly contentType: string;
  readonly size: number;
  readonly stored: boolean;
  readonly chatUrl: string | null;
}

interface PersonRow {
  readonly id: string;
  readonly name: string;
  readonly pictureUrl: string | null;
}

/** What `messagesSql` gives. */
export interface MessageBundle {
  readonly messages: readonly MessageRow[] | null;
  readonly reactions:
    | readonly { messageId: string; emoji: string; person: string; kind: 'teammate' | 'guest' }[]
    | null;
  readonly files: readonly FileRow[] | null;
  readonly effects: readonly EffectRow[] | null;
  readonly links: readonly { discussionId: string; id: Receipt['linkId']; url: string | null }[] | null;
  readonly people: readonly PersonRow[] | null;
  readonly guests: readonly PersonRow[] | null;
}

/** Makes a link under which a stored file can be read for a while. */
export type SignFile = (fileId: MessageFile['id']) => string;

/** The messages of a bundle in the form of the contract, in their order. */
export function readMessages(bundle: MessageBundle, signFile: SignFile): Message[] {
  const findAuthor = authorsOf(bundle);
  const reactions = groupBy(bundle.reactions, (row) => row.messageId);
  const files = groupBy(bundle.files, (row) => row.messageId);
  const effects = groupBy(bundle.effects, (row) => row.messageId);
  return (bundle.messages ?? []).map((row) => ({
    id: row.id,
    discussionId: row.discussionId,
    seq: row.seq,
    version: row.version,
    author: row.authorId === null ? findAuthor('guest', row.guestId ?? '') : findAuthor('teammate', row.authorId),
    body: row.body,
    origin: row.origin,
    createdAt: toIso(row.createdAt),
    editedAt: toIsoOrNull(row.editedAt),
    deletedAt: toIsoOrNull(row.deletedAt),
    reactions: row.deletedAt === null ? readReactions(reactions.get(row.id) ?? [], findAuthor) : [],
    files: row.deletedAt === null ? (files.get(row.id) ?? []).map((each) => readFile(each, signFile)) : [],
    receipt: readReceipt(effects.get(row.id) ?? []) ?? chatReceipt(row, bundle.links),
  }));
}

type FindAuthor = (kind: 'teammate' | 'guest', id: string) => Author;

function authorsOf(bundle: MessageBundle): FindAuthor {
  const people = new Map((bundle.people ?? []).map((row) => [row.id, row]));
  const guests = new Map((bundle.guests ?? []).map((row) => [row.id, row]));
  return (kind, id) => {
    const found = (kind === 'teammate' ? people : guests).get(id);
    const name = found?.name ?? (kind === 'teammate' ? 'Former teammate' : 'Somebody in the chat');
    return { kind, id, name, pictureUrl: found?.pictureUrl ?? null } as Author;
  };
}

function readReactions(
  rows: readonly { emoji: string; person: string; kind: 'teammate' | 'guest' }[],
  findAuthor: FindAuthor,
): Reaction[] {
  const byEmoji = groupBy(rows, (row) => row.emoji);
  return [...byEmoji].map(([emoji, marks]) => ({
    emoji,
    people: marks.map((mark) => findAuthor(mark.kind, mark.person)),
  }));
}

function readFile(row: FileRow, signFile: SignFile): MessageFile {
  const { id, name, contentType, size, chatUrl } = row;
  return { id, name, contentType, size, url: row.stored ? signFile(id) : null, chatUrl };
}

/** What somebody wrote in the chat is there: its receipt names the thread. */
function chatReceipt(row: MessageRow, links: MessageBundle['links']): Receipt | null {
  if (row.origin !== 'chat') return null;
  const link = links?.find((each) => each.discussionId === row.discussionId);
  return link === undefined
    ? null
    : { linkId: link.id, state: 'delivered', url: link.url, reason: null, retryAt: null };
}

function groupBy<Row>(rows: readonly Row[] | null, keyOf: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows ?? []) {
    const group = groups.get(keyOf(row));
    if (group === undefined) groups.set(keyOf(row), [row]);
    else group.push(row);
  }
  return groups;
}
