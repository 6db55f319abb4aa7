import { lookup, type LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { isPublicAddress } from '#server/kernel/public-address.ts';

/** A name that leads to a private or reserved address. */
export class NotPublic extends Error {
  override readonly name = 'NotPublic';
}

/**
 * Looks names up for a connection, at public addresses only. The address that is checked is the one that is connected
 * to, so a name can't change its mind in between.
 */
export const lookUpPublic: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, found: LookupAddress[]) => {
    if (error !== null) return callback(error, '');
    const wrong = found.find(({ address }) => !isPublicAddress(address));
    if (wrong !== undefined || found[0] === undefined)
      return callback(new NotPublic(`${hostname} does not lie on the open internet`), '');
    if (options.all === true) return callback(null, found);
    return callback(null, found[0].address, found[0].family);
  });
};
