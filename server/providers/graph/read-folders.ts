import { z } from 'zod';
import { MailTrouble } from '#server/ports/mail-reader.ts';
import type { GraphClient } from './graph-client.ts';

/** The mailbox's folders: each with the role that the port has for it, `undefined` for the person's own. */
export interface Folders {
  readonly roles: ReadonlyMap<string, string | undefined>;
}

const Folder = z.object({ id: z.string(), childFolderCount: z.number().optional() });
const Page = z.object({ value: z.array(Folder), '@odata.nextLink': z.string().optional() });

/** Graph's names for the folders that every mailbox has. */
const wellKnown: Readonly<Record<string, string>> = {
  inbox: 'inbox',
  sentitems: 'sent',
  junkemail: 'spam',
  deleteditems: 'trash',
  drafts: 'draft',
};

/** Folders whose mail is left at the provider, with all that lies in them. */
export function isLeftOutRole(role: string | undefined): boolean {
  return role === 'spam' || role === 'trash' || role === 'draft';
}

/** Reads the folders, with those within others, which have the role of the outermost. */
export async function readFolders(client: GraphClient): Promise<Folders> {
  const top = new Map<string, string>();
  for (const [name, role] of Object.entries(wellKnown)) {
    const found = await client.get(`${client.root}/mailFolders/${name}?$select=id`).catch(ignoreMissing);
    if (found !== undefined) top.set(Folder.parse(found).id, role);
  }
  const roles = new Map<string, string | undefined>();
  const visit = async (path: string, inherited: string | undefined): Promise<void> => {
    for await (const folder of readAll(client, path)) {
      const role = inherited ?? top.get(folder.id);
      roles.set(folder.id, role);
      if ((folder.childFolderCount ?? 0) > 0) await visit(`${client.root}/mailFolders/${folder.id}/childFolders`, role);
    }
  };
  await visit(`${client.root}/mailFolders`, undefined);
  return { roles };
}

async function* readAll(client: GraphClient, path: string): AsyncIterable<z.infer<typeof Folder>> {
  for (let next: string | undefined = `${path}?$select=id,childFolderCount&$top=100`; next !== undefined;) {
    const page: z.infer<typeof Page> = Page.parse(await client.get(next));
    yield* page.value;
    const link = page['@odata.nextLink'];
    next = link === undefined ? undefined : client.pathOf(link);
  }
}

/** A mailbox without one of them has none of its mail either. */
function ignoreMissing(error: unknown): undefined {
  if (error instanceof MailTrouble && error.kind === 'missing') return undefined;
  throw error;
}
