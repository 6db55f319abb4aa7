/** How a server's address looks, for who has to type one. */
export const exampleAddress = 'sidethread.example.com';

export const serverAddressKey = 'server-address';

/**
 * A server's address as one types it, made whole: a missing scheme is filled in (http on this very machine), a path is
 * dropped. Undefined when it can't be an address. The worker checks it again.
 */
export function completeServerAddress(text: string): string | undefined {
  const trimmed = text.trim();
  if (trimmed === '' || /\s/.test(trimmed)) return undefined;
  const isLocal = /^(?:localhost|127\.0\.0\.1)(?:[:/]|$)/i.test(trimmed);
  const whole = /^https?:\/\//i.test(trimmed) ? trimmed : `${isLocal ? 'http' : 'https'}://${trimmed}`;
  if (!URL.canParse(whole)) return undefined;
  const url = new URL(whole);
  return url.hostname === '' || url.username !== '' ? undefined : url.origin;
}

/** Whether the extension may ever reach this origin: encrypted, or on this very machine. */
export function isReachable(origin: string): boolean {
  const { protocol, hostname } = new URL(origin);
  return protocol === 'https:' || hostname === 'localhost' || hostname === '127.0.0.1';
}
