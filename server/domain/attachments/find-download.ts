import { sql } from 'drizzle-orm';
import type { Readable } from 'node:stream';
import { Problem } from '#server/kernel/problem.ts';
import type { Ports } from '#server/ports/ports.ts';
import { isPictureType } from '#server/kernel/picture-type.ts';
import { downloadLinks, type DownloadClaim } from './download-link.ts';

export interface Download {
  readonly name: string;
  readonly contentType: string;
  readonly size: number;
  readonly isPicture: boolean;
  readonly bytes: Readable;
}

function gone(): Problem {
  return new Problem('not-found', 'This link is over or the file was removed; open the discussion to get a new link.');
}

/** The path under which a file can be read for a while by whoever has it. */
export function signDownload(ports: Pick<Ports, 'config' | 'clock'>, claim: DownloadClaim): string {
  const token = downloadLinks(ports.config.secret).sign(claim, ports.clock.now());
  return `${ports.config.publicUrl ?? ''}/files/${token}`;
}

interface FileRow extends Record<string, unknown> {
  readonly name: string;
  readonly content_type: string;
  readonly size: number;
  readonly sha256: string;
}

/** The file that a link names. Throws Problem 'not-found' when the link is over or file, message or discussion are gone. */
export async function findDownload(ports: Ports, token: string): Promise<Download> {
  const claim = downloadLinks(ports.config.secret).verify(token, ports.clock.now());
  if (claim === undefined) throw gone();
  const { rows } = await ports.db.execute<FileRow>(sql`
    select f.name, f.content_type, f.size, f.sha256 from file f
    join message m on m.team_id = f.team_id and m.id = f.message_id and m.deleted_at is null
    join discussion d on d.team_id = m.team_id and d.id = m.discussion_id and d.deleted_at is null
    where f.team_id = ${claim.teamId} and f.id = ${claim.fileId} and f.sha256 is not null
    union all select a.name, a.content_type, a.size, a.sha256 from email_attachment a
    join shared_email e on e.team_id = a.team_id and e.id = a.email_id
    where a.team_id = ${claim.teamId} and a.id = ${claim.fileId}`);
  const row = rows[0];
  if (row === undefined) throw gone();
  return {
    name: row.name,
    contentType: row.content_type,
    size: row.size,
    isPicture: isPictureType(row.content_type),
    bytes: await ports.files.open(row.sha256),
  };
}
