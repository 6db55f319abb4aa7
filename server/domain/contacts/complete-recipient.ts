import { z } from 'zod';
import type { Recipient } from '#shared/contract/outgoing-mail.ts';
import type { Context } from '#server/kernel/context.ts';
import type { Ports } from '#server/ports/ports.ts';
import { searchContacts } from './search-contacts.ts';

const most = 8;

export const CompleteRecipient = z.object({ text: z.string().min(1).max(200) });
export type CompleteRecipient = z.infer<typeof CompleteRecipient>;

/** The team's contacts whom a beginning of a name, an address or a company may mean, one entry per address. */
export async function completeRecipient(
  ports: Pick<Ports, 'db'>,
  ctx: Context,
  { text }: CompleteRecipient,
): Promise<Recipient[]> {
  const { records } = await searchContacts(ports, ctx, { search: text, page: 1, perPage: most });
  const people = records.flatMap(({ name, addresses }) => addresses.map((address) => ({ name, address })));
  return people.slice(0, most);
}
