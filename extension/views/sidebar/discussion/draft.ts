import type { Visibility } from '#shared/contract/discussion.ts';
import type { AttachedFile } from '#extension/messaging/protocol.ts';
import type { PickedMention } from '../composer/mentions.ts';

/** A file that the server already holds for the message being written. */
export type DraftFile = AttachedFile;

/** What is being written on one thread. `channelId` null: the team's channel. */
export interface Draft {
  text: string;
  picked: PickedMention[];
  files: DraftFile[];
  visibility: Visibility;
  channelId: string | null;
  channelName: string | null;
}

export const emptyDraft: Draft = {
  text: '',
  picked: [],
  files: [],
  visibility: 'team',
  channelId: null,
  channelName: null,
};

export const draftKey = (name: string): string => `draft:${name}`;

export const isEmptyDraft = ({ text, files, visibility, channelId }: Draft): boolean =>
  text === '' && files.length === 0 && visibility === 'team' && channelId === null;

/** Both drafts as one, the later under the earlier; who reads it and where it goes is the earlier's, once it said so. */
export function joinDrafts(earlier: Draft, later: Draft): Draft {
  const settled = earlier.visibility !== 'team' || earlier.channelId !== null ? earlier : later;
  const { visibility, channelId, channelName } = settled;
  const known = new Set(earlier.files.map(({ fileId }) => fileId));
  return {
    text: [earlier.text, later.text].filter((text) => text !== '').join('\n'),
    picked: [...earlier.picked, ...later.picked],
    files: [...earlier.files, ...later.files.filter(({ fileId }) => !known.has(fileId))],
    visibility,
    channelId,
    channelName,
  };
}

/** What remains of a draft once `sent` of it was posted: what was written or attached meanwhile. */
export function withoutSent(now: Draft, sent: Draft): Draft {
  const files = now.files.filter(({ fileId }) => !sent.files.some((file) => file.fileId === fileId));
  const isContinued = now.text.startsWith(sent.text);
  const text = isContinued ? now.text.slice(sent.text.length).trimStart() : now.text;
  return text === '' && files.length === 0 ? emptyDraft : { ...now, text, files };
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** Reads what storage holds, perhaps of an earlier version; what can't be read is left out, the text never. */
export function readDraft(value: unknown): Draft {
  if (!isRecord(value)) return emptyDraft;
  const picked = Array.isArray(value['picked']) ? value['picked'].filter(isRecord) : [];
  const files = Array.isArray(value['files']) ? value['files'].filter(isRecord) : [];
  return {
    text: textOrNull(value['text']) ?? '',
    picked: picked.flatMap(({ id, name }) =>
      typeof id === 'string' && typeof name === 'string' ? [{ id, name }] : [],
    ),
    files: files.flatMap(({ fileId, name, size }) =>
      typeof fileId === 'string' && typeof name === 'string' ? [{ fileId, name, size: Number(size) || 0 }] : [],
    ),
    visibility: value['visibility'] === 'private' ? 'private' : 'team',
    channelId: textOrNull(value['channelId']),
    channelName: textOrNull(value['channelName']),
  };
}
