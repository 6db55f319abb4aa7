import { createHash } from 'node:crypto';
import { extensionId } from '#shared/extension-id.ts';
import type { Config } from '#server/kernel/config.ts';

/** The id of our own build for Firefox, as its manifest states it. */
const ownFirefoxId = 'sidethread@sidethread.app';

/** Ids of the extensions that may sign in. */
export function allowedExtensionIds(config: Pick<Config, 'extensionIds'>): readonly string[] {
  return config.extensionIds.length > 0 ? config.extensionIds : [extensionId, ownFirefoxId];
}

/** Chromium's ids are 32 letters from a to p; Firefox's are chosen by whoever made the extension. */
function isChromiumId(id: string): boolean {
  return /^[a-p]{32}$/.test(id);
}

/**
 * Where the browser hands a sign-in's answer to the extension with this id, and to nobody else: Chromium under the
 * id itself, Firefox under the SHA-1 of the id in hex (as `identity.getRedirectURL` of each gives it).
 */
function redirectOrigin(id: string): string {
  if (isChromiumId(id)) return `https://${id}.chromiumapp.org`;
  return `https://${createHash('sha1').update(id).digest('hex')}.extensions.allizom.org`;
}

/** True when the id is allowed and the address is that extension's own, with no user, port, query or fragment. */
export function isAllowedRedirect(config: Pick<Config, 'extensionIds'>, id: string, redirectUri: string): boolean {
  if (!allowedExtensionIds(config).includes(id) || !URL.canParse(redirectUri)) return false;
  const url = new URL(redirectUri);
  return redirectUri === `${redirectOrigin(id)}${url.pathname}` && url.origin === redirectOrigin(id);
}

/** Origins of allowed extensions, for CORS. A Firefox extension's origin differs by profile and needs none. */
export function allowedExtensionOrigins(config: Pick<Config, 'extensionIds'>): readonly string[] {
  return allowedExtensionIds(config)
    .filter(isChromiumId)
    .map((id) => `chrome-extension://${id}`);
}
