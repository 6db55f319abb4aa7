import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { createSecret } from './ids.ts';
import { acceptWebSocket, type ServerWebSocket } from './websocket.ts';

const MOST_CONNECTIONS = 10;
/** The client gives up a connection that brings no ping for 30 s. */
const PING_EVERY_MS = 10_000;

interface Connection {
  id: string;
  socket: ServerWebSocket;
  /** Told to go: gets no new events, may still acknowledge. */
  isLeaving: boolean;
}

interface Waiting {
  connection: Connection;
  settle: (isAcknowledged: boolean) => void;
  /** Told what came with the acknowledgement. */
  hear: (answer: unknown) => void;
}

/** Slack's side of Socket Mode: issues addresses, holds connections, waits for acknowledgements. */
export class SocketMode {
  readonly #appId: string;
  readonly #tickets = new Set<string>();
  readonly #connections = new Set<Connection>();
  readonly #unacknowledged = new Map<string, Waiting>();
  readonly #connectionListeners = new Set<() => void>();
  readonly #pings: NodeJS.Timeout;
  #turn = 0;
  /** Whether the app uses Socket Mode at all. */
  hasEverConnected = false;
  /** ws:// address of the stand-in; known once it listens. */
  baseUrl = '';

  constructor(appId: string) {
    this.#appId = appId;
    this.#pings = setInterval(() => this.#connections.forEach(({ socket }) => socket.ping()), PING_EVERY_MS);
    this.#pings.unref();
  }

  /** Connections that receive events. */
  get count(): number {
    return this.#live().length;
  }

  /** An address that opens one connection, once. */
  issueUrl(): string {
    const ticket = createSecret();
    this.#tickets.add(ticket);
    return `${this.baseUrl}/link/?ticket=${ticket}&app_id=${this.#appId}`;
  }

  /** Takes over an upgrade request; an unknown or used ticket is refused. */
  accept(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    const ticket = new URL(request.url ?? '/', 'http://localhost').searchParams.get('ticket') ?? '';
    if (!this.#tickets.delete(ticket)) return void stream.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n');
    const socket = acceptWebSocket(request, stream, head, {
      onText: (text) => this.#acknowledge(text),
      onClose: () => this.#forget(connection),
    });
    const connection: Connection = { id: createSecret(4), socket, isLeaving: false };
    if (this.#connections.size >= MOST_CONNECTIONS) return this.#dismiss(connection, 'too_many_websockets');
    this.#connections.add(connection);
    this.hasEverConnected = true;
    socket.send(
      JSON.stringify({
        type: 'hello',
        num_connections: this.#connections.size,
        debug_info: { host: `applink-${connection.id}`, approximate_connection_time: 3600 },
        connection_info: { app_id: this.#appId },
      }),
    );
    this.#tell();
  }

  /**
   * Sends an event to one connection and waits for its acknowledgement.
   * @returns whether it was acknowledged within `waitMs`.
   */
  deliver(payload: unknown, retry: { attempt: number; reason: string }, waitMs: number): Promise<boolean> {
    const more = { retry_attempt: retry.attempt, retry_reason: retry.reason };
    return this.#send('events_api', payload, more, waitMs, () => undefined);
  }

  #send(
    type: 'events_api' | 'interactive',
    payload: unknown,
    more: Record<string, unknown>,
    waitMs: number,
    hear: (answer: unknown) => void,
  ): Promise<boolean> {
    const live = this.#live();
    const connection = live[this.#turn++ % Math.max(1, live.length)];
    if (!connection) return Promise.resolve(false);
    const id = crypto.randomUUID();
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const timer = setTimeout(() => settle(false), waitMs);
    const settle = (isAcknowledged: boolean): void => {
      clearTimeout(timer);
      this.#unacknowledged.delete(id);
      resolve(isAcknowledged);
    };
    this.#unacknowledged.set(id, { connection, settle, hear });
    const acceptsAnswer = type === 'interactive';
    connection.socket.send(
      JSON.stringify({ envelope_id: id, type, accepts_response_payload: acceptsAnswer, payload, ...more }),
    );
    return promise;
  }

  /** Tells what a person did with a button or a form. @returns what the app answered, undefined when it did not in time. */
  async deliverInteraction(payload: unknown, waitMs: number): Promise<unknown> {
    let answer: unknown;
    const isAcknowledged = await this.#send('interactive', payload, {}, waitMs, (given) => (answer = given));
    return isAcknowledged ? (answer ?? {}) : undefined;
  }

  /** Recycles connections as Slack does every few hours: each is told, then replaced by the client. */
  recycle(which: 'one' | 'all' = 'all'): void {
    const live = this.#live();
    for (const connection of which === 'one' ? live.slice(0, 1) : live) this.#dismiss(connection, 'refresh_requested');
  }

  /** Cuts every connection without a word, as a broken network does. */
  cut(): void {
    for (const { socket } of this.#connections) socket.destroy();
  }

  /** Resolves when at least `count` connections are open. */
  async waitForConnections(count: number, timeoutMs: number): Promise<void> {
    if (this.count >= count) return;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const timer = setTimeout(
      () => reject(new Error(`${this.count} of ${count} Socket Mode connections after ${timeoutMs} ms`)),
      timeoutMs,
    );
    const check = (): void => void (this.count >= count && resolve());
    this.#connectionListeners.add(check);
    await promise.finally(() => {
      clearTimeout(timer);
      this.#connectionListeners.delete(check);
    });
  }

  close(): void {
    clearInterval(this.#pings);
    for (const { settle } of this.#unacknowledged.values()) settle(false);
    this.cut();
  }

  #live(): Connection[] {
    return [...this.#connections].filter((connection) => !connection.isLeaving);
  }

  #dismiss(connection: Connection, reason: string): void {
    connection.isLeaving = true;
    connection.socket.send(
      JSON.stringify({ type: 'disconnect', reason, debug_info: { host: `applink-${connection.id}` } }),
    );
    this.#tell();
  }

  #forget(connection: Connection): void {
    this.#connections.delete(connection);
    for (const waiting of this.#unacknowledged.values()) if (waiting.connection === connection) waiting.settle(false);
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#connectionListeners) listener();
  }

  #acknowledge(text: string): void {
    const message: unknown = JSON.parse(text);
    if (typeof message !== 'object' || message === null || !('envelope_id' in message)) return;
    const waiting = this.#unacknowledged.get(String(message.envelope_id));
    if ('payload' in message) waiting?.hear(message.payload);
    waiting?.settle(true);
  }
}
