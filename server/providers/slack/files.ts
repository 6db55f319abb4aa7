import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { z } from 'zod';
import type { Chat, ChatAccess, ChatOutcome } from '#server/ports/chat.ts';
import { done, outcomeOf, refuse, refused } from './outcome.ts';
import { mapDone, type SlackClient } from './slack-client.ts';
import { escapeText } from './to-mrkdwn.ts';

type Files = Pick<Chat, 'prepareFile' | 'shareFile' | 'isFileShared' | 'downloadFile'>;

/** How much longer the bytes of a file may take than a call. */
const transferFactor = 6;
const assumedRetryMs = 30_000;

/**
 * Files in two steps (docs.slack.dev/messaging/working-with-files): the bytes go up unseen, then one call shows them
 * in a thread. Only the second can be doubled, and the file's id tells whether it happened.
 */
export function createFiles(client: SlackClient): Files {
  return {
    prepareFile: async (access, { name, size, bytes }) => {
      const begun = await client.call(access.token, (web) =>
        web.files.getUploadURLExternal({ filename: name, length: size }),
      );
      if (begun.outcome !== 'done') return begun;
      const { upload_url: uploadUrl = '', file_id: fileId = '' } = begun.value;
      const sent = await transfer(uploadUrl, { method: 'POST', body: bytes }, client.settings.timeoutMs);
      if (sent.outcome !== 'done') return sent;
      return sent.value.ok ? done({ fileId }) : refused(`upload_http_${sent.value.status}`);
    },
    shareFile: async (access, { channelId, threadTs }, { fileId, name, comment }) => {
      const shared = await client.call(access.token, (web) =>
        web.files.completeUploadExternal({
          files: [{ id: fileId, title: name }],
          channel_id: channelId,
          thread_ts: threadTs,
          ...(comment === '' ? {} : { initial_comment: escapeText(comment) }),
        }),
      );
      return mapDone(shared, () => null);
    },
    isFileShared: async (access, channelId, fileId) => {
      const found = await client.call(access.token, (web) => web.files.info({ file: fileId }));
      return mapDone(found, ({ file }) => sharedIn(file).includes(channelId));
    },
    downloadFile: (access, url) => download(client, access, url),
  };
}

const Shares = z.record(z.string(), z.record(z.string(), z.unknown())).catch({});
const SharedFile = z.object({
  shares: Shares.optional(),
  channels: z.array(z.string()).optional(),
  groups: z.array(z.string()).optional(),
  ims: z.array(z.string()).optional(),
});

function sharedIn(file: unknown): string[] {
  const read = SharedFile.safeParse(file);
  if (!read.success) return [];
  const { shares = {}, channels = [], groups = [], ims = [] } = read.data;
  return [...channels, ...groups, ...ims, ...Object.values(shares).flatMap((each) => Object.keys(each))];
}

async function download(client: SlackClient, access: ChatAccess, url: string): Promise<ChatOutcome<Readable>> {
  if (!isSlackAddress(url, client.settings.apiUrl)) return refuse('rejected', 'foreign_url');
  const headers = { authorization: `Bearer ${access.token}` };
  const got = await transfer(url, { headers }, client.settings.timeoutMs);
  if (got.outcome !== 'done') return got;
  const response = got.value;
  if (!response.ok) {
    await response.body?.cancel();
    return failedDownload(response);
  }
  // Without the right to read it, Slack answers with its sign-in page and 200.
  const isPage = (response.headers.get('content-type') ?? '').startsWith('text/html');
  const isRefused = isPage && !url.toLowerCase().includes('.htm');
  if (!isRefused && response.body !== null) return done(Readable.fromWeb(response.body as ReadableStream));
  await response.body?.cancel();
  return refuse('missing-scope', 'file_not_readable');
}

function failedDownload({ status, headers }: Response): ChatOutcome<never> {
  if (status === 429) {
    const seconds = Number(headers.get('retry-after') ?? Number.NaN);
    const retryAfterMs = Number.isFinite(seconds) ? seconds * 1000 : assumedRetryMs;
    return { outcome: 'limited', retryAfterMs, reason: 'Slack asks to wait.' };
  }
  if (status >= 500) return { outcome: 'uncertain', reason: `Slack answered with HTTP ${status}.` };
  return refuse(status === 404 || status === 410 ? 'message-missing' : 'rejected', `http_${status}`);
}

/** The token goes to Slack's own hosts only, whatever a message says. */
function isSlackAddress(url: string, apiUrl: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, origin } = new URL(url);
  if (origin === new URL(apiUrl).origin) return true;
  return protocol === 'https:' && (hostname === 'slack.com' || hostname.endsWith('.slack.com'));
}

async function transfer(url: string, init: RequestInit, timeoutMs: number): Promise<ChatOutcome<Response>> {
  try {
    return done(
      await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(timeoutMs * transferFactor) }),
    );
  } catch (error) {
    return outcomeOf(error);
  }
}
