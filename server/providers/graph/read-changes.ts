import { z } from 'zod';
import { MailTrouble, type MailChanges } from '#server/ports/mail-reader.ts';
import type { GraphClient } from './graph-client.ts';
import { isLeftOutRole, type Folders } from './read-folders.ts';
import { GraphMail, mailFields, toTouch } from './graph-mail.ts';

/**
 * Graph tells changes per folder. `links`: where each folder's go on; `left`: folders that this round has still to
 * ask. A round begins by looking for folders that are new or gone.
 */
const Cursor = z.object({
  from: z.iso.datetime(),
  links: z.record(z.string(), z.string()),
  left: z.array(z.string()),
});

const Delta = z.object({
  value: z.array(GraphMail),
  '@odata.nextLink': z.string().optional(),
  '@odata.deltaLink': z.string().optional(),
});

/** One step of a round: one page of one folder, or the list of folders. */
export async function readChanges(
  client: GraphClient,
  folders: (afresh?: boolean) => Promise<Folders>,
  cursor: string,
  size: number,
): Promise<MailChanges> {
  const at = Cursor.parse(JSON.parse(cursor));
  const [folderId, ...rest] = at.left;
  if (folderId === undefined) return beginRound(at, await folders(true));
  const found = await readPage(client, at, folderId, size);
  const next = found['@odata.nextLink'];
  const done = found['@odata.deltaLink'];
  const link = next ?? done;
  if (link === undefined) throw new MailTrouble('unreachable', 'Microsoft broke a list of changes off.');
  const left = next === undefined ? rest : at.left;
  const known = await folders();
  return {
    items: found.value.map((mail) => toTouch(mail, known)),
    cursor: JSON.stringify({ ...at, left, links: { ...at.links, [folderId]: client.pathOf(link) } }),
    hasMore: left.length > 0,
  };
}

/** A folder that is gone or was thrown away took its mail along, of which no other folder tells. */
function beginRound(at: z.infer<typeof Cursor>, { roles }: Folders): MailChanges {
  const followed = [...roles].filter(([, role]) => !isLeftOutRole(role)).map(([id]) => id);
  if (Object.keys(at.links).some((id) => !followed.includes(id)))
    throw new MailTrouble('cursor-lost', 'A folder is gone from this mailbox.');
  return { items: [], cursor: JSON.stringify({ ...at, left: followed }), hasMore: followed.length > 0 };
}

async function readPage(client: GraphClient, at: z.infer<typeof Cursor>, folderId: string, size: number) {
  const filter = encodeURIComponent(`receivedDateTime ge ${at.from}`);
  const first = `${client.root}/mailFolders/${folderId}/messages/delta?$filter=${filter}&$select=${mailFields}`;
  try {
    return Delta.parse(await client.get(at.links[folderId] ?? first, { prefer: `odata.maxpagesize=${size}` }));
  } catch (error) {
    const isGone = error instanceof MailTrouble && error.kind === 'missing';
    throw isGone ? new MailTrouble('cursor-lost', 'A folder is gone from this mailbox.') : error;
  }
}
