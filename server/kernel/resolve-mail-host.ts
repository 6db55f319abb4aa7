import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { isPublicAddress } from './public-address.ts';

/** A host that somebody named, looked up once: what is checked is what is connected to. */
export interface ResolvedHost {
  readonly address: string;
  /** The name that its certificate has to be for. */
  readonly name: string;
}

/** A host that must not be connected to, or that is not known. `message` is a sentence for whoever named it. */
export class HostRefused extends Error {
  override readonly name = 'HostRefused';
}

/** Where mail servers listen for people's programs: IMAP (RFC 8314, 9051) and submission (RFC 6409, 8314). */
const mailPorts = [143, 993, 25, 465, 587, 2525];

/**
 * Looks a mail server up that a person named, so that nobody can reach into the server's own network with it.
 * @param allowed names that whoever runs the server lets lie at private addresses and on any port.
 * @throws HostRefused when the name is not known, or leads to where mail servers on the open internet are not.
 */
export async function resolveMailHost(
  { host, port }: { readonly host: string; readonly port: number },
  allowed: readonly string[],
): Promise<ResolvedHost> {
  const found = isIP(host) === 0 ? await lookup(host, { all: true }).catch(() => []) : [{ address: host }];
  const [first] = found;
  if (first === undefined) throw new HostRefused(`There is no server named ${host}.`);
  if (allowed.includes(host)) return { address: first.address, name: host };
  if (!mailPorts.includes(port)) throw new HostRefused(`Port ${port} is none that mail servers use.`);
  if (!found.every(({ address }) => isPublicAddress(address)))
    throw new HostRefused(`${host} does not lie on the open internet; whoever runs this server can allow it.`);
  return { address: first.address, name: host };
}
