import { once } from 'node:events';
import { createServer, request as send, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a browser sent to a server, in full. */
export interface Recorded {
  readonly method: string;
  /** Path and query, percent-decoded. */
  readonly path: string;
  readonly body: string;
}

export interface RecordingProxy {
  readonly url: string;
  readonly recorded: readonly Recorded[];
  /** Where requests go on to. */
  passTo(port: number): void;
  close(): Promise<void>;
}

/** Stands between a browser and a server on this machine and keeps every request that passes. */
export async function startRecordingProxy(): Promise<RecordingProxy> {
  const recorded: Recorded[] = [];
  let target = 0;
  const server = createServer((request, response) => void pass(request, response, target, recorded));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    recorded,
    passTo: (port) => {
      target = port;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function pass(
  request: IncomingMessage,
  response: ServerResponse,
  port: number,
  recorded: Recorded[],
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array));
  const body = Buffer.concat(chunks);
  const { method = 'GET', url = '/', headers } = request;
  recorded.push({ method, path: decodeURIComponent(url), body: body.toString('utf8') });
  const onward = send({ host: '127.0.0.1', port, method, path: url, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.on('error', () => response.destroy());
  response.on('close', () => onward.destroy());
  onward.end(body);
}
