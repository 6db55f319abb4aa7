import type { Visibility } from '#shared/contract/discussion.ts';
import type { PickedMention } from '../composer/mentions.ts';

/** A file that the server already holds for the message being written. */
export interface DraftFile {
  fileId: string;
  name: string;
  size: number;
}

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
