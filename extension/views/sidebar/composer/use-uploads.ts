import { v7 as createId } from 'uuid';
import { t } from '#extension/language/t.ts';
import { readBase64 } from '../../bridge/read-base64.ts';
import { useStateOf } from '../../bridge/use-state-of.ts';
import { useRequest } from '../../bridge/use-command.ts';
import { describeSize } from '../discussion/describe-size.ts';
import type { DraftFile } from '../discussion/draft.ts';

// The server takes no larger one.
const maxFileBytes = 25 * 1024 * 1024;
const maxFiles = 10;

export interface Upload {
  key: string;
  name: string;
  /** Null while it goes up. */
  problem: string | null;
}

const noUploads: readonly Upload[] = [];

/** Sends files to the server as soon as they are chosen; the message then only names them. */
export function useUploads(
  draftName: string,
  held: readonly DraftFile[],
  onHeld: (next: (held: DraftFile[]) => DraftFile[]) => void,
) {
  const request = useRequest();
  const [uploads, setUploads] = useStateOf(draftName, noUploads);
  const dismiss = (key: string): void => setUploads((now) => now.filter((upload) => upload.key !== key));
  const fail = (key: string, problem: string): void =>
    setUploads((now) => now.map((upload) => (upload.key === key ? { ...upload, problem } : upload)));

  const send = async (key: string, file: File): Promise<void> => {
    if (file.size > maxFileBytes) {
      return fail(key, t('composer.fileTooLarge', { size: describeSize(file.size), max: describeSize(maxFileBytes) }));
    }
    const base64 = await readBase64(file);
    if (base64 === undefined) return fail(key, t('composer.fileUnreadable'));
    const result = await request('file.upload', {
      name: file.name,
      contentType: file.type || 'application/octet-stream',
      base64,
    });
    if (!result.ok) return fail(key, t('composer.fileRefused', { problem: result.problem.message }));
    dismiss(key);
    onHeld((now) => [...now, { fileId: result.value.fileId, name: file.name, size: file.size }]);
  };
  const add = (files: File[]): void => {
    const room = Math.max(0, maxFiles - held.length - uploads.length);
    const started = files.map((file, index) => ({
      file,
      upload: {
        key: createId(),
        name: file.name,
        problem: index < room ? null : t('composer.fileLeftOut', { max: maxFiles }),
      },
    }));
    setUploads((now) => [...now, ...started.map(({ upload }) => upload)]);
    for (const { file, upload } of started) if (upload.problem === null) void send(upload.key, file);
  };
  return {
    uploads,
    add,
    dismiss,
    remove: (fileId: string) => onHeld((now) => now.filter((file) => file.fileId !== fileId)),
    busy: uploads.some(({ problem }) => problem === null),
    limit: describeSize(maxFileBytes),
  };
}
