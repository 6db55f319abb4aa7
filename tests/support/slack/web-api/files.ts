import { createSlackId } from '../ids.ts';
import type { SlackFile } from '../model.ts';
import { addPost } from '../posts.ts';
import { refuse } from '../refusal.ts';
import { getJoinedChannel, type ApiMethods, type AuthedCall } from './api-call.ts';

const MOST_BYTES = 1_073_741_824;

export const FILE_METHODS: ApiMethods = {
  'files.getUploadURLExternal': { tier: 4, scopes: ['files:write'], run: getUploadUrl },
  'files.completeUploadExternal': { tier: 4, scopes: ['files:write'], run: completeUpload },
  'files.info': { tier: 4, scopes: ['files:read'], run: getFileInfo },
  'files.delete': { tier: 3, scopes: ['files:write'], run: deleteFile },
};

function getUploadUrl(call: AuthedCall): Record<string, unknown> {
  const name = call.args.required('filename', 'invalid_arguments');
  const size = Number(call.args.required('length', 'invalid_arguments'));
  if (!Number.isInteger(size) || size < 1) refuse('invalid_arguments');
  if (size > MOST_BYTES) refuse('file_upload_size_restricted');
  const file: SlackFile = {
    id: createSlackId('F'),
    name,
    title: name,
    mimetype: guessType(name),
    size,
    userId: call.token.userId,
    created: Math.floor(Date.now() / 1000),
    altText: call.args.text('alt_txt') ?? call.args.text('alt_text'),
    data: undefined,
    state: 'awaiting-upload',
    shares: [],
  };
  call.workspace.files.set(file.id, file);
  return { upload_url: `${call.state.url}/upload/v1/${call.workspace.teamId}/${file.id}`, file_id: file.id };
}

function completeUpload(call: AuthedCall): Record<string, unknown> {
  const wanted = readWanted(call.args.json('files', 'invalid_arguments'));
  const files = wanted.map(({ id, title }) => {
    const file = call.workspace.files.get(id);
    if (!file || file.userId !== call.token.userId) return refuse('file_not_found');
    if (file.state === 'awaiting-upload' || file.state === 'deleted') refuse('file_not_found');
    if (file.state === 'shared') refuse('file_update_failed');
    if (title !== undefined) file.title = title;
    return file;
  });
  const channelId = call.args.text('channel_id');
  if (channelId !== undefined) shareFiles(call, files, channelId);
  return { files: files.map((file) => viewFile(call.state.url, file)) };
}

function shareFiles(call: AuthedCall, files: SlackFile[], channelId: string): void {
  const channel = getJoinedChannel(call, channelId);
  if (channel.isArchived) refuse('is_archived');
  const threadTs = call.args.text('thread_ts');
  const post = addPost(call.workspace, channel, {
    authorId: call.token.userId,
    text: call.args.text('initial_comment') ?? '',
    threadTs,
    files: files.map((file) => viewFile(call.state.url, file)),
  });
  for (const file of files) {
    file.state = 'shared';
    file.shares.push({ channelId: channel.id, ts: post.message.ts, threadTs });
  }
  post.message.files = files.map((file) => viewFile(call.state.url, file));
}

function readWanted(value: unknown): { id: string; title: string | undefined }[] {
  if (!Array.isArray(value) || value.length === 0) return refuse('invalid_arguments');
  return value.map((item: unknown) => {
    if (typeof item !== 'object' || item === null || !('id' in item)) return refuse('invalid_arguments');
    return { id: String(item.id), title: 'title' in item && typeof item.title === 'string' ? item.title : undefined };
  });
}

function getFileInfo(call: AuthedCall): Record<string, unknown> {
  const file = getFile(call);
  return { file: viewFile(call.state.url, file), comments: [], response_metadata: { next_cursor: '' } };
}

function deleteFile(call: AuthedCall): Record<string, unknown> {
  const file = getFile(call);
  if (file.userId !== call.token.userId) refuse('cant_delete_file');
  file.state = 'deleted';
  file.data = undefined;
  return {};
}

function getFile(call: AuthedCall): SlackFile {
  const file = call.workspace.files.get(call.args.required('file', 'file_not_found'));
  if (!file) return refuse('file_not_found');
  if (file.state === 'deleted') refuse('file_deleted');
  const isVisible =
    file.userId === call.token.userId ||
    file.shares.some(({ channelId }) => call.workspace.channels.get(channelId)?.members.has(call.token.userId));
  return isVisible ? file : refuse('file_not_found');
}

/** A file as Slack shows it; its bytes need a token. */
export function viewFile(url: string, file: SlackFile): Record<string, unknown> {
  const link = `${url}/files-pri/${file.id}/${encodeURIComponent(file.name)}`;
  return {
    id: file.id,
    created: file.created,
    timestamp: file.created,
    name: file.name,
    title: file.title,
    mimetype: file.mimetype,
    filetype: file.name.split('.').at(-1) ?? '',
    pretty_type: file.mimetype,
    user: file.userId,
    size: file.size,
    mode: 'hosted',
    is_external: false,
    is_public: false,
    url_private: link,
    url_private_download: `${link}?download=1`,
    file_access: 'visible',
    ...(file.altText === undefined ? {} : { alt_txt: file.altText }),
    channels: file.shares.map(({ channelId }) => channelId),
  };
}

/** Content type by a file's ending. */
export function guessType(name: string): string {
  const ending = name.toLowerCase().split('.').at(-1) ?? '';
  return TYPES[ending] ?? 'application/octet-stream';
}

const TYPES: Record<string, string> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  svg: 'image/svg+xml',
  pdf: 'application/pdf',
  txt: 'text/plain',
  md: 'text/markdown',
  csv: 'text/csv',
  json: 'application/json',
  zip: 'application/zip',
};
