import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { signRequest } from './event-envelope.ts';

/** An event as it arrived. */
export interface ReceivedEvent {
  envelope: { event_id: string; event: Record<string, unknown> & { type: string }; [key: string]: unknown };
  headers: IncomingHttpHeaders;
  isSigned: boolean;
}

/** A small app that keeps the events posted to it; `answer` chooses the status, or silence. */
export interface EventReceiver {
  url: string;
  events: ReceivedEvent[];
  /** Status of the next answers; 0 cuts the connection. */
  answer: (event: ReceivedEvent) => number;
  /** Resolves when `count` events arrived. */
  waitFor(count: number, timeoutMs?: number): Promise<ReceivedEvent[]>;
  close(): Promise<void>;
}

/** Starts a receiver on a free port. */
export async function startEventReceiver(signingSecret: string): Promise<EventReceiver> {
  const waiting = new Set<() => void>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const envelope = JSON.parse(body) as ReceivedEvent['envelope'] & { challenge?: string };
    const seconds = Number(request.headers['x-slack-request-timestamp']);
    const isSigned =
      signRequest(signingSecret, body, seconds)['x-slack-signature'] === request.headers['x-slack-signature'];
    if (envelope['type'] === 'url_verification') return void response.end(isSigned ? envelope.challenge : 'unsigned');
    const received = { envelope, headers: request.headers, isSigned };
    const status = receiver.answer(received);
    receiver.events.push(received);
    for (const tell of waiting) tell();
    if (status === 0) return void request.socket.destroy();
    response.writeHead(status).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const receiver: EventReceiver = {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/events`,
    events: [],
    answer: () => 200,
    waitFor: async (count, timeoutMs = 30_000) => {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const check = (): void => void (receiver.events.length >= count && resolve());
      const timer = setTimeout(() => reject(new Error(`${receiver.events.length} of ${count} events`)), timeoutMs);
      waiting.add(check);
      check();
      await promise.finally(() => (clearTimeout(timer), waiting.delete(check)));
      return receiver.events;
    },
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
  return receiver;
}
