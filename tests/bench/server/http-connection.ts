import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/**
 * One kept HTTP/1.1 connection that sends prepared requests one after another. A client this small leaves the
 * machine's cores to what is measured.
 */
export interface HttpConnection {
  /** Sends bytes made by `toRequest`; resolves with the status once the whole answer is here. */
  send(request: Buffer): Promise<number>;
  /** Whether it was used a moment ago and is open: a server closes connections that are idle for some seconds. */
  isFresh(): boolean;
  close(): void;
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A request as it goes over the wire. */
export function toRequest(serverUrl: string, { method, path, headers = {}, body }: HttpRequest): Buffer {
  const lines = [`${method} ${path} HTTP/1.1`, `host: ${new URL(serverUrl).host}`];
  for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`);
  if (body !== undefined) lines.push(`content-length: ${Buffer.byteLength(body)}`);
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body ?? ''}`);
}

/** Node's servers close a connection after 5 s of idleness. */
const freshMs = 3000;

export async function openConnection(serverUrl: string): Promise<HttpConnection> {
  const { hostname, port } = new URL(serverUrl);
  const socket = connect({ host: hostname, port: Number(port), noDelay: true });
  await once(socket, 'connect');
  const send = createSender(socket);
  let usedAt = performance.now();
  return {
    send: async (request) => {
      const status = await send(request);
      usedAt = performance.now();
      return status;
    },
    isFresh: () => !socket.destroyed && performance.now() - usedAt < freshMs,
    close: () => socket.destroy(),
  };
}

function createSender(socket: Socket): HttpConnection['send'] {
  let waiting: PromiseWithResolvers<number> | undefined;
  let received = Buffer.alloc(0);
  socket.on('data', (chunk) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    const status = statusOfWhole(received);
    if (status === undefined) return;
    received = Buffer.alloc(0);
    waiting?.resolve(status);
  });
  socket.on('error', (error) => waiting?.reject(error));
  socket.on('close', () => waiting?.reject(new Error('The server closed the connection.')));
  return (request) => {
    waiting = Promise.withResolvers<number>();
    if (socket.destroyed) waiting.reject(new Error('The server closed the connection.'));
    else socket.write(request);
    return waiting.promise;
  };
}

/** The status of an answer once all of it is there; nothing else follows it on the connection. */
function statusOfWhole(bytes: Buffer): number | undefined {
  const headEnd = bytes.indexOf('\r\n\r\n');
  if (headEnd < 0) return undefined;
  const head = bytes.toString('latin1', 0, headEnd);
  const status = Number(head.slice(9, 12));
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
  const isWhole =
    length === undefined
      ? !/\r\ntransfer-encoding: chunked/i.test(head) || bytes.subarray(-5).equals(lastChunk)
      : bytes.length - headEnd - 4 >= Number(length);
  return isWhole ? status : undefined;
}

const lastChunk = Buffer.from('0\r\n\r\n');
