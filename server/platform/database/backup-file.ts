import { createHash } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, chmodSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { z } from 'zod';
import { StartRefused } from '#server/kernel/start-refused.ts';

/**
 * A backup is one SQLite file: `about` says what it is, `chunk` holds the rows of each table (COPY's text form) and
 * the bytes of each attached file, compressed, in pieces with their SHA-256. It is whole only when `about` has the
 * digest over all of them, which is written last.
 */
const layout = `
  create table about (name text primary key, value text not null);
  create table chunk (
    kind text not null, name text not null, place integer not null, bytes blob not null, sha256 text not null,
    primary key (kind, name, place)) without rowid;`;

export const chunkBytes = 4 * 1024 * 1024;

export const AboutBackup = z.object({
  format: z.literal(1),
  createdAt: z.string(),
  postgres: z.string(),
  migrations: z.array(z.object({ name: z.string(), hash: z.string() })),
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()), rows: z.number().int() })),
  sequences: z.array(z.object({ name: z.string(), last: z.string() })),
  jobs: z.array(z.record(z.string(), z.unknown())),
  files: z.array(z.object({ sha256: z.string(), size: z.number().int() })),
  /** The generated secret of the data folder; null when SECRET is set from outside. */
  secret: z.string().nullable(),
});
export type AboutBackup = z.infer<typeof AboutBackup>;

export type ChunkKind = 'table' | 'file';

export interface BackupWriter {
  add(kind: ChunkKind, name: string, bytes: Buffer): void;
  /** Completes the file, syncs it and gives it its name. */
  finish(about: AboutBackup): void;
  /** Removes what was written, if it was not finished. */
  close(): void;
}

/** @throws StartRefused when there is a file of that name. */
export function createBackupFile(path: string): BackupWriter {
  if (existsSync(path))
    throw new StartRefused(`There is already a file ${path}: choose another name, or move it away.`);
  const draft = `${path}.partial`;
  rmSync(draft, { force: true });
  // It holds everything the team wrote: nobody else on this machine may read it.
  writeFileSync(draft, '', { mode: 0o600 });
  chmodSync(draft, 0o600);
  const file = new DatabaseSync(draft);
  file.exec(`pragma journal_mode = off; pragma synchronous = off; ${layout} begin;`);
  const insert = file.prepare('insert into chunk (kind, name, place, bytes, sha256) values (?, ?, ?, ?, ?)');
  const places = new Map<string, number>();
  return {
    add: (kind, name, bytes) => {
      const place = places.get(`${kind} ${name}`) ?? 0;
      places.set(`${kind} ${name}`, place + 1);
      insert.run(kind, name, place, deflateRawSync(bytes, { level: 3 }), sha256(bytes));
    },
    finish: (about) => {
      const put = file.prepare('insert into about (name, value) values (?, ?)');
      put.run('about', JSON.stringify(about));
      put.run('digest', digestOf(file, JSON.stringify(about)));
      file.exec('commit');
      file.close();
      syncPath(draft);
      renameSync(draft, path);
    },
    close: () => {
      if (file.isOpen) file.close();
      rmSync(draft, { force: true });
    },
  };
}

export interface BackupReader {
  readonly about: AboutBackup;
  /** The pieces in order, checked. */
  read(kind: ChunkKind, name: string): Iterable<Buffer>;
  close(): void;
}

/** @throws StartRefused when it is no backup, not whole, or of a newer form. */
export function openBackupFile(path: string): BackupReader {
  if (!existsSync(path)) throw new StartRefused(`There is no file ${path}.`);
  const damaged = () => new StartRefused(`The file ${path} is not a whole Sidethread backup; nothing was changed.`);
  let file: DatabaseSync;
  let about: AboutBackup;
  try {
    file = new DatabaseSync(path, { readOnly: true });
    const value = z.object({ value: z.string() });
    const text = value.parse(file.prepare("select value from about where name = 'about'").get()).value;
    const digest = value.parse(file.prepare("select value from about where name = 'digest'").get()).value;
    if (digest !== digestOf(file, text)) throw damaged();
    about = AboutBackup.parse(JSON.parse(text));
  } catch {
    throw damaged();
  }
  const select = 'select bytes, sha256 from chunk where kind = ? and name = ? order by place';
  const Chunk = z.object({ bytes: z.instanceof(Uint8Array), sha256: z.string() });
  return {
    about,
    *read(kind, name) {
      for (const row of file.prepare(select).iterate(kind, name)) {
        const chunk = Chunk.parse(row);
        const bytes = inflateRawSync(chunk.bytes);
        if (sha256(bytes) !== chunk.sha256) throw damaged();
        yield bytes;
      }
    },
    close: () => file.close(),
  };
}

function digestOf(file: DatabaseSync, about: string): string {
  const hash = createHash('sha256').update(about);
  const rows = file.prepare('select kind, name, place, sha256 from chunk order by kind, name, place').iterate();
  for (const row of rows) hash.update(JSON.stringify([row.kind, row.name, row.place, row.sha256]));
  return hash.digest('hex');
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function syncPath(path: string): void {
  const handle = openSync(path, 'r+');
  fsyncSync(handle);
  closeSync(handle);
}
