import { Agent, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';

export interface PostAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

/** Posts over kept connections; several times cheaper than fetch, which events in numbers notice. */
export interface JsonPoster {
  /** Rejects with a TimeoutError after `withinMs`, with the network's error otherwise. */
  post(url: string, body: string, headers: Record<string, string>, withinMs: number): Promise<PostAnswer>;
  close(): void;
}

export function createJsonPoster(): JsonPoster {
  const agent = new Agent({ keepAlive: true });
  return {
    post: (url, body, headers, withinMs) => {
      const { promise, resolve, reject } = Promise.withResolvers<PostAnswer>();
      const isSecure = url.startsWith('https:');
      const options = {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)), ...headers },
        ...(isSecure ? {} : { agent }),
      };
      const request = (isSecure ? requestHttps : requestHttp)(url, options, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        response.on('error', reject);
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
      });
      const timer = setTimeout(() => request.destroy(new DOMException('No answer in time', 'TimeoutError')), withinMs);
      request.on('error', reject);
      request.end(body);
      return promise.finally(() => clearTimeout(timer));
    },
    close: () => agent.destroy(),
  };
}
