const loopbackHosts: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * The server's address as it is kept: origin only, https unless it is this very machine. Undefined when it can't be
 * one. A missing scheme is filled in.
 */
export function readServerUrl(text: string): string | undefined {
  const trimmed = text.trim();
  const isLoopback = /^(?:localhost|127\.0\.0\.1|\[::1\])(?:[:/]|$)/i.test(trimmed);
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed)
    ? trimmed
    : `${isLoopback ? 'http' : 'https'}://${trimmed}`;
  if (!URL.canParse(withScheme)) return undefined;
  const url = new URL(withScheme);
  if (url.username !== '' || url.password !== '' || url.hostname === '') return undefined;
  if (url.protocol === 'https:') return url.origin;
  return url.protocol === 'http:' && loopbackHosts.has(url.hostname) ? url.origin : undefined;
}
