import { request as requestHttp, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import type { Logger } from 'pino';
import { readPictureType } from '#server/kernel/picture-type.ts';
import type { Picture, PictureSource } from '#server/ports/picture-source.ts';
import { lookUpPublic } from '../network/look-up-public.ts';

export interface PictureSourceOptions {
  /**
   * Hosts (`*.` before one stands for all below it): read over https, at public addresses only. An origin such as
   * `http://127.0.0.1:8080` is taken at its word.
   */
  readonly hosts: readonly string[];
  readonly logger: Logger;
  /** Default 512 KB. */
  readonly maxBytes?: number;
  /** For the whole answer; default 5 s. */
  readonly timeoutMs?: number;
}

/**
 * Reads pictures on known hosts. What an address says can't lead anywhere else: redirects are not followed, names
 * that lead to private addresses are refused at the moment of connecting, and only what proves to be a picture counts.
 */
export function createPictureSource(options: PictureSourceOptions): PictureSource {
  const { hosts, logger, maxBytes = 512 * 1024, timeoutMs = 5_000 } = options;
  const names = hosts.filter((host) => !host.includes('://')).map((host) => host.toLowerCase());
  const origins = new Set(hosts.filter((host) => host.includes('://')).map((host) => new URL(host).origin));

  function placeOf(url: string): 'trusted' | 'public' | undefined {
    if (!URL.canParse(url)) return undefined;
    const { protocol, hostname, origin, port, username, password } = new URL(url);
    if (username !== '' || password !== '') return undefined;
    if (origins.has(origin)) return 'trusted';
    if (protocol !== 'https:' || port !== '' || isIP(hostname.replace(/^\[|\]$/g, '')) !== 0) return undefined;
    return names.some((name) => isNamed(hostname, name)) ? 'public' : undefined;
  }

  return {
    isKnown: (url) => placeOf(url) !== undefined,
    read: async (url) => {
      const place = placeOf(url);
      if (place === undefined) return undefined;
      try {
        const bytes = await readBytes(url, { maxBytes, timeoutMs, isPublicOnly: place === 'public' });
        return toPicture(bytes);
      } catch (error) {
        logger.info({ err: error, host: new URL(url).host }, 'a person’s picture could not be read');
        return undefined;
      }
    },
  };
}

function isNamed(hostname: string, name: string): boolean {
  return name.startsWith('*.') ? hostname.endsWith(name.slice(1)) : hostname === name;
}

function toPicture(bytes: Uint8Array<ArrayBuffer>): Picture | undefined {
  const contentType = readPictureType(bytes);
  return contentType === undefined ? undefined : { contentType, bytes };
}

interface Limits {
  readonly maxBytes: number;
  readonly timeoutMs: number;
  readonly isPublicOnly: boolean;
}

async function readBytes(url: string, limits: Limits): Promise<Uint8Array<ArrayBuffer>> {
  const response = await ask(url, limits);
  const type = response.headers['content-type'] ?? '';
  if (response.statusCode !== 200 || !type.startsWith('image/')) {
    response.destroy();
    throw new Error(`the host answered ${response.statusCode} with ${type.slice(0, 60)}`);
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limits.maxBytes) throw new Error(`the picture has more than ${limits.maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function ask(url: string, { timeoutMs, isPublicOnly }: Limits): Promise<IncomingMessage> {
  const request = url.startsWith('https:') ? requestHttps : requestHttp;
  const options: RequestOptions = {
    agent: false,
    headers: { accept: 'image/png, image/jpeg, image/gif, image/webp', 'user-agent': 'Sidethread' },
    signal: AbortSignal.timeout(timeoutMs),
    ...(isPublicOnly ? { lookup: lookUpPublic } : {}),
  };
  return new Promise((resolve, reject) => {
    request(url, options, resolve).once('error', reject).end();
  });
}
