import { z } from 'zod';
import { MailTrouble, type MailPage, type MailReader } from '#server/ports/mail-reader.ts';
import type { GraphClient } from './graph-client.ts';
import { GraphMail, mailFields, toState, toTouch } from './graph-mail.ts';
import { readChanges } from './read-changes.ts';
import type { Folders } from './read-folders.ts';
import { unwatch, watch } from './watch-mailbox.ts';

const Page = z.object({
  value: z.array(GraphMail),
  '@odata.nextLink': z.string().optional(),
  '@odata.count': z.number().optional(),
});
const Profile = z.object({ mail: z.string().nullish(), userPrincipalName: z.string().nullish() });

/** One mailbox of Microsoft 365. `folders` reads its folders, afresh when asked to. */
export function createGraphReader(client: GraphClient, folders: (afresh?: boolean) => Promise<Folders>): MailReader {
  const state = async (id: string) =>
    toState(GraphMail.parse(await client.get(`${pathOfMail(client, id)}?$select=${mailFields}`)), await folders());
  return {
    readAddress: async () => {
      const { mail, userPrincipalName } = Profile.parse(await client.get('/me?$select=mail,userPrincipalName'));
      const address = mail ?? userPrincipalName;
      if (!address?.includes('@')) throw new MailTrouble('refused', 'Microsoft does not say which address this is.');
      return address.toLowerCase();
    },
    begin: async (from) => JSON.stringify({ from: from.toISOString(), links: {}, left: [] }),
    list: async ({ from, page, size }) => {
      const filter = encodeURIComponent(`receivedDateTime ge ${from.toISOString()}`);
      const first = `${client.root}/messages?$filter=${filter}&$orderby=receivedDateTime%20desc&$top=${Math.min(size, 1000)}&$select=${mailFields}&$count=true`;
      return toPage(client, Page.parse(await client.get(page ?? first)), await folders());
    },
    changes: (cursor, size) => readChanges(client, folders, cursor, size),
    read: async (id, known, hold) => {
      const current = known ?? (await state(id));
      return { raw: await hold(client.getBytes(`${pathOfMail(client, id)}/$value`)), state: current };
    },
    state,
    thread: async (id) => {
      const filter = encodeURIComponent(`conversationId eq '${id.replaceAll("'", "''")}'`);
      const found = Page.parse(
        await client.get(`${client.root}/messages?$filter=${filter}&$top=100&$select=${mailFields}`),
      );
      const known = await folders();
      return found.value.map((mail) => toTouch(mail, known));
    },
    watch: (options) => watch(client, options),
    unwatch: (id) => unwatch(client, id),
  };
}

function toPage(client: GraphClient, page: z.infer<typeof Page>, folders: Folders): MailPage {
  const link = page['@odata.nextLink'];
  return {
    items: page.value.map((mail) => toTouch(mail, folders)),
    next: link === undefined ? undefined : client.pathOf(link),
    estimate: page['@odata.count'],
  };
}

function pathOfMail({ root }: GraphClient, id: string): string {
  return `${root}/messages/${encodeURIComponent(id)}`;
}
