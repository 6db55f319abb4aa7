import { createParser } from 'eventsource-parser';
import { askServer } from './ask-server.ts';

/** What the subscription link hands to each new connection. */
export interface FetchEventSourceInit {
  withCredentials?: boolean;
  headers: Record<string, string>;
  /** Called with every chunk, pings included: the server is alive. */
  onHeard: () => void;
  /** Silence after which the connection counts as dead, ms. */
  silenceMs: number;
}

interface ServerMessage {
  type: string;
  data: string;
  lastEventId: string;
}

/**
 * One connection of server-sent events over fetch, because the browser's own EventSource takes no Authorization
 * header. It does not reconnect: when it ends, whoever opened it decides, and knows the cursor.
 */
export class FetchEventSource {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSED = 2;
  readonly CONNECTING = 0;
  readonly OPEN = 1;
  readonly CLOSED = 2;
  readyState = 0;

  readonly #listeners = new Map<string, Set<(event: object) => void>>();
  readonly #abort = new AbortController();

  constructor(url: string, init?: FetchEventSourceInit) {
    void this.#run(url, init);
  }

  addEventListener(type: string, listener: (event: object) => void): void {
    const known = this.#listeners.get(type) ?? new Set();
    known.add(listener);
    this.#listeners.set(type, known);
  }

  removeEventListener(type: string, listener: (event: object) => void): void {
    this.#listeners.get(type)?.delete(listener);
  }

  close(): void {
    this.readyState = this.CLOSED;
    this.#abort.abort();
  }

  async #run(url: string, init: FetchEventSourceInit | undefined): Promise<void> {
    const watch = watchSilence(init?.silenceMs ?? 60_000, () => this.#abort.abort());
    try {
      const response = await askServer(url, {
        headers: { accept: 'text/event-stream', ...init?.headers },
        signal: this.#abort.signal,
      });
      if (!response.ok || response.body === null) throw new Error(`The server answered ${response.status}.`);
      this.readyState = this.OPEN;
      await this.#read(response.body, () => {
        watch.heard();
        init?.onHeard();
      });
      this.#fail(new Error('The server ended the connection.'));
    } catch (error) {
      this.#fail(error);
    } finally {
      watch.stop();
    }
  }

  async #read(body: ReadableStream<Uint8Array<ArrayBuffer>>, onHeard: () => void): Promise<void> {
    let lastEventId = '';
    const parser = createParser({
      onEvent: ({ event, data, id }) => {
        lastEventId = id ?? lastEventId;
        const message: ServerMessage = { type: event ?? 'message', data, lastEventId };
        if (this.readyState !== this.CLOSED) this.#tell(message.type, message);
      },
    });
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      onHeard();
      parser.feed(value);
    }
  }

  #fail(error: unknown): void {
    if (this.readyState === this.CLOSED) return;
    this.readyState = this.CLOSED;
    this.#tell('error', { type: 'error', message: error instanceof Error ? error.message : String(error) });
  }

  #tell(type: string, event: object): void {
    for (const listener of this.#listeners.get(type) ?? []) listener(event);
  }
}

function watchSilence(silenceMs: number, onSilent: () => void): { heard: () => void; stop: () => void } {
  let timer = setTimeout(onSilent, silenceMs);
  return {
    heard: () => {
      clearTimeout(timer);
      timer = setTimeout(onSilent, silenceMs);
    },
    stop: () => clearTimeout(timer),
  };
}
