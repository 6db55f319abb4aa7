import { z } from 'zod';
import { say } from '#extension/messaging/say.ts';
import { t } from '#extension/language/t.ts';
import { ProblemView } from '#shared/contract/problem.ts';
import { RequestRefused } from '../../messaging/answer-request.ts';
import type { Core } from '../core.ts';
import { askServer } from './ask-server.ts';
import { requestHeaders } from './api-client.ts';

const FileAnswer = z.object({ fileId: z.string() });
const uploadWithinMs = 120_000;

/** Hands a file to the server; answers the id under which a message may name it. */
export async function uploadFile(
  core: Core,
  file: { name: string; contentType: string; base64: string },
): Promise<string> {
  const session = core.getSession();
  const response = await askServer(`${session.serverUrl}/files`, {
    method: 'POST',
    headers: {
      ...requestHeaders(session),
      'content-type': file.contentType === '' ? 'application/octet-stream' : file.contentType,
      // Header values are ASCII only.
      'x-file-name': encodeURIComponent(file.name),
    },
    body: decodeBase64(file.base64),
    signal: AbortSignal.timeout(uploadWithinMs),
  }).catch(() => undefined);
  if (response === undefined) throw new RequestRefused({ code: 'unavailable', message: t('failure.fileNotUploaded') });
  const body: unknown = await response.json().catch(() => undefined);
  const answer = FileAnswer.safeParse(body);
  if (response.ok && answer.success) return answer.data.fileId;
  throw new RequestRefused(readRefusal(body));
}

/** In a plain loop: going through the text as an iterable takes seconds for a large file, and all of the worker's time. */
function decodeBase64(base64: string): Uint8Array<ArrayBuffer> {
  const characters = atob(base64);
  const bytes = new Uint8Array(characters.length);
  for (let index = 0; index < characters.length; index += 1) bytes[index] = characters.charCodeAt(index);
  return bytes;
}

/** The server's own problem (RFC 9457 with `code` and `detail`), or a bare one. */
function readRefusal(body: unknown): ProblemView {
  const said = z.object({ code: ProblemView.shape.code, detail: z.string() }).safeParse(body);
  if (said.success) return { code: said.data.code, message: say(said.data.detail) };
  return { code: 'internal', message: t('failure.fileRefused') };
}
