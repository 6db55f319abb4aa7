import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FetchEventSource } from './fetch-event-source.ts';

describe('FetchEventSource', () => {
  let stream: ReadableStreamDefaultController<Uint8Array>;
  let signal: AbortSignal | undefined;
  const asked = vi.fn<(url: string, init: RequestInit) => void>();
  const onHeard = vi.fn<() => void>();

  beforeEach(() => {
    vi.useFakeTimers();
    asked.mockReset();
    onHeard.mockReset();
    vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
      asked(url, init);
      signal = init.signal ?? undefined;
      const body = new ReadableStream<Uint8Array>({
        start: (controller) => {
          stream = controller;
          signal?.addEventListener('abort', () => controller.error(new Error('aborted')));
        },
      });
      return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
    });
  });

  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  async function open() {
    const heard: unknown[] = [];
    const source = new FetchEventSource('https://side.example/trpc/live.events', {
      headers: { authorization: 'Bearer t' },
      onHeard,
      silenceMs: 45_000,
    });
    for (const type of ['message', 'connected', 'error']) source.addEventListener(type, (event) => heard.push(event));
    await vi.waitFor(() => expect(source.readyState).toBe(source.OPEN), { timeout: 10_000 });
    return { source, heard, say: (text: string) => stream.enqueue(new TextEncoder().encode(text)) };
  }

  it('sends the token in a header and no cookies', async () => {
    await open();
    const [, init] = asked.mock.calls[0] ?? [];
    expect(init).toMatchObject({ headers: { authorization: 'Bearer t' }, credentials: 'omit' });
  });

  it('puts events together from whatever pieces arrive, characters cut in half included', async () => {
    const { heard, say } = await open();
    say('event: connected\ndata: {}\n\nid: 7\nda');
    stream.enqueue(Uint8Array.of(...new TextEncoder().encode('ta: gr'), 0xc3));
    stream.enqueue(Uint8Array.of(0xbc, ...new TextEncoder().encode('n\n\n')));
    await vi.waitFor(() => expect(heard).toHaveLength(2), { timeout: 10_000 });
    expect(heard).toMatchObject([
      { type: 'connected', data: '{}' },
      { type: 'message', data: 'grün', lastEventId: '7' },
    ]);
  });

  it('tells once when the server ends it, and does not reconnect by itself', async () => {
    const { source, heard } = await open();
    stream.close();
    await vi.waitFor(() => expect(heard).toMatchObject([{ type: 'error' }]), { timeout: 10_000 });
    expect(source.readyState).toBe(source.CLOSED);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(asked).toHaveBeenCalledTimes(1);
  });

  it('counts silence as an end, and pings as life', async () => {
    const { heard, say } = await open();
    await vi.advanceTimersByTimeAsync(40_000);
    say('event: ping\ndata:\n\n');
    await vi.advanceTimersByTimeAsync(40_000);
    expect(heard).toEqual([]);
    expect(onHeard).toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(6_000);
    expect(heard).toMatchObject([{ type: 'error' }]);
  });

  it('is silent once closed', async () => {
    const { source, heard } = await open();
    source.close();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(signal?.aborted).toBe(true);
    expect(heard).toEqual([]);
  });
});
