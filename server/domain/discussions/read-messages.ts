import type { Message, MessageFile, Reaction, Receipt } from '#shared/contract/discussion.ts';
import type { Author } from '#shared/contract/person.ts';
import { copyProblems, type CopyProblem } from '../attachments/index.ts';
import { toIso, toIsoOrNull } from './iso-time.ts';
import { readReceipt, type EffectRow } from './read-receipt.ts';

interface NamedRow {
  /** Null when the person is no longer known. */
  readonly name: string | null;
  readonly pictureUrl: string | null;
}

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

/** An author of the page, of either kind: both have their ids from one space. */
interface AuthorRow extends NamedRow {
  readonly id: string;
}

interface FileRow {
  readonly id: MessageFile['id'];
  readonly messageId: string;
  readonly name: string;
  readonly contentType: string;
  readonly size: number;
  readonly stored: boolean;
  readonly chatUrl: string | null;
  readonly problem: CopyProblem | null;
}

interface ReactionRow extends NamedRow {
  readonly messageId: string;
  readonly emoji: string;
  readonly person: string;
  readonly kind: Author['kind'];
}

/** What `messagesSql` gives. */
export interface MessageBundle {
  readonly messages: readonly MessageRow[] | null;
  readonly people: readonly AuthorRow[] | null;
  readonly reactions: readonly ReactionRow[] | null;
  readonly files: readonly FileRow[] | null;
  readonly effects: readonly EffectRow[] | null;
  /** The chat thread of each message that came from there. */
  readonly links: readonly { messageId: string; linkId: Receipt['linkId']; url: string | null }[] | null;
}

/** Makes the addresses under which browsers read what a view shows. */
export interface ViewLinks {
  /** For a stored file; works for a while. */
  file(fileId: MessageFile['id']): string;
  /** For a person's picture, from its address at the provider. */
  picture(url: string | null): string | null;
}

/** The messages of a bundle in the form of the contract, in their order. */
export function readMessages(bundle: MessageBundle, links: ViewLinks): Message[] {
  const people = new Map((bundle.people ?? []).map((row) => [row.id, row]));
  const reactions = groupBy(bundle.reactions, (row) => row.messageId);
  const files = groupBy(bundle.files, (row) => row.messageId);
  const effects = groupBy(bundle.effects, (row) => row.messageId);
  return (bundle.messages ?? []).map((row) => ({
    id: row.id,
    discussionId: row.discussionId,
    seq: row.seq,
    version: row.version,
    author:
      row.authorId === null
        ? readAuthor('guest', row.guestId ?? '', people.get(row.guestId ?? ''), links)
        : readAuthor('teammate', row.authorId, people.get(row.authorId), links),
    body: row.body,
    origin: row.origin,
    createdAt: toIso(row.createdAt),
    editedAt: toIsoOrNull(row.editedAt),
    deletedAt: toIsoOrNull(row.deletedAt),
    reactions: row.deletedAt === null ? readReactions(reactions.get(row.id) ?? [], links) : [],
    files: row.deletedAt === null ? (files.get(row.id) ?? []).map((each) => readFile(each, links)) : [],
    receipt: readReceipt(effects.get(row.id) ?? []) ?? chatReceipt(row, bundle.links),
  }));
}

/** @param person undefined when they are no longer known. */
function readAuthor(kind: Author['kind'], id: string, person: NamedRow | undefined, links: ViewLinks): Author {
  const name = person?.name ?? (kind === 'teammate' ? 'Former teammate' : 'Somebody in the chat');
  return { kind, id, name, pictureUrl: links.picture(person?.pictureUrl ?? null) } as Author;
}

function readReactions(rows: readonly ReactionRow[], links: ViewLinks): Reaction[] {
  const byEmoji = groupBy(rows, (row) => row.emoji);
  return [...byEmoji].map(([emoji, marks]) => ({
    emoji,
    people: marks.map((mark) => readAuthor(mark.kind, mark.person, mark, links)),
  }));
}

function readFile(row: FileRow, links: ViewLinks): MessageFile {
  const { id, name, contentType, size, chatUrl } = row;
  const note = row.stored || row.problem === null ? null : copyProblems[row.problem];
  return { id, name, contentType, size, url: row.stored ? links.file(id) : null, chatUrl, note };
}

/** What somebody wrote in the chat is there: its receipt names the thread. */
function chatReceipt(row: MessageRow, links: MessageBundle['links']): Receipt | null {
  if (row.origin !== 'chat') return null;
  const link = links?.find((each) => each.messageId === row.id);
  return link === undefined
    ? null
    : { linkId: link.linkId, state: 'delivered', url: link.url, reason: null, retryAt: null };
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
