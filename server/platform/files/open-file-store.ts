import type { Config } from '#server/kernel/config.ts';
import type { FileStore } from '#server/ports/file-store.ts';
import { createBucketStore } from './create-bucket-store.ts';
import { createFileStore } from './create-file-store.ts';

/** Where the settings say that files are: a bucket, or a folder. */
export function openFileStore(config: Pick<Config, 'filesDir' | 'filesBucket'>): FileStore {
  const { filesDir, filesBucket } = config;
  return filesBucket === undefined ? createFileStore(filesDir) : createBucketStore(filesBucket, filesDir);
}
