import type { SlackClock } from './clock.ts';
import { isMeantForApp, nameEvent, signRequest, wrapEvent, type EventEnvelope } from './event-envelope.ts';
import type { Fault, Faults } from './faults.ts';
import { createSlackId } from './ids.ts';
import type { SlackApp, SlackChange } from './model.ts';
import { createJsonPoster, type PostAnswer } from './post-json.ts';
import type { SocketMode } from './socket-mode.ts';
import type { Workspace } from './workspace.ts';

/** Slack waits this long for an answer, on the real clock. */
const ANSWER_WITHIN_MS = 3000;
/** Pauses before the three retries, in Slack's time: at once, a minute, five minutes. */
const RETRY_AFTER_SLACK_MS = [0, 60_000, 300_000];
const HOLD_BACK_MS = 250;
const USER_AGENT = 'Slackbot 1.0 (+https://api.slack.com/robots)';

/** How the events that left the stand-in fared. */
export interface EventCounts {
  /** Events meant for the app. */
  raised: number;
  /** Deliveries tried, retries and duplicates among them. */
  attempts: number;
  acknowledged: number;
  retried: number;
  /** Given up after the last retry. */
  abandoned: number;
}

/** Changes held back while a call is being performed. */
export interface Capture {
  /** Resolves when those that must arrive before the answer were delivered. */
  early: Promise<unknown>;
  /** Sends the rest. */
  release: () => void;
}

/** Turns changes into events and delivers them, by Socket Mode when connected, else by HTTP. */
export class EventHub {
  readonly counts: EventCounts = { raised: 0, attempts: 0, acknowledged: 0, retried: 0, abandoned: 0 };
  readonly #app: SlackApp;
  readonly #clock: SlackClock;
  readonly #faults: Faults;
  readonly #sockets: SocketMode;
  readonly #poster = createJsonPoster();
  readonly #heldBack = new Map<string, (() => void)[]>();
  readonly #idle = new Set<() => void>();
  #requestUrls: string[] = [];
  #turn = 0;
  #pending = 0;
  #captured: (() => void)[] | undefined;
  #early: Promise<unknown>[] = [];

  constructor(app: SlackApp, clock: SlackClock, faults: Faults, sockets: SocketMode) {
    this.#app = app;
    this.#clock = clock;
    this.#faults = faults;
    this.#sockets = sockets;
  }

  /** Deliveries under way, held back or waiting for a retry. */
  get pending(): number {
    return this.#pending;
  }

  /**
   * Sets where events are posted; several addresses take turns, as behind a load balancer. Each must
   * first echo Slack's challenge; rejects with a sentence when one does not.
   */
  async setRequestUrls(urls: string[]): Promise<void> {
    for (const url of urls) await this.#verify(url);
    this.#requestUrls = urls;
  }

  /** Runs `perform` and holds back the events that it causes. */
  capture<T>(perform: () => T): { result: T } & Capture {
    const captured: (() => void)[] = [];
    this.#captured = captured;
    this.#early = [];
    try {
      const result = perform();
      return { result, early: Promise.all(this.#early), release: () => captured.forEach((send) => send()) };
    } finally {
      this.#captured = undefined;
    }
  }

  /** Delivers a change as an event, if the installed app may hear of it. */
  raise(workspace: Workspace, change: SlackChange): void {
    if (!isMeantForApp(workspace, change) || !this.#hasListener()) return;
    this.counts.raised += 1;
    const fault = this.#faults.takeForEvent(nameEvent(change), change.channelId, this.#captured !== undefined);
    if (fault?.kind === 'lost') return;
    const envelope = wrapEvent(workspace, change);
    this.#pending += 1;
    if (fault?.kind === 'before-answer') return void this.#early.push(this.#deliver(envelope));
    const send = (): void => this.#sendWith(fault, envelope, change.channelId ?? '');
    if (this.#captured) this.#captured.push(send);
    else send();
  }

  /** Resolves when no delivery is under way; rejects after `timeoutMs`. */
  async waitUntilIdle(timeoutMs: number): Promise<void> {
    if (this.#pending === 0) return;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const timer = setTimeout(() => reject(new Error(`${this.#pending} event deliveries still under way`)), timeoutMs);
    this.#idle.add(resolve);
    await promise.finally(() => {
      clearTimeout(timer);
      this.#idle.delete(resolve);
    });
  }

  /** An app that never gave an address nor connected subscribed to nothing. */
  #hasListener(): boolean {
    return this.#requestUrls.length > 0 || this.#sockets.hasEverConnected;
  }

  close(): void {
    this.#poster.close();
  }

  #sendWith(fault: Fault | undefined, envelope: EventEnvelope, channelId: string): void {
    if (fault?.kind === 'late')
      return this.#clock.afterMs(fault.delayMs ?? HOLD_BACK_MS, () => void this.#deliver(envelope));
    if (fault?.kind === 'out-of-order') return this.#holdBack(envelope, channelId, fault.delayMs ?? HOLD_BACK_MS);
    const delivered = this.#deliver(envelope);
    if (fault?.kind === 'duplicate') this.#again(envelope);
    if (fault?.kind === 'duplicate-fresh-id') this.#again({ ...envelope, event_id: createSlackId('Ev') });
    const waiting = this.#heldBack.get(channelId);
    this.#heldBack.delete(channelId);
    if (waiting) void delivered.then(() => waiting.forEach((release) => release()));
  }

  #again(envelope: EventEnvelope): void {
    this.#pending += 1;
    void this.#deliver(envelope);
  }

  #holdBack(envelope: EventEnvelope, channelId: string, delayMs: number): void {
    let isSent = false;
    const release = (): void => {
      if (isSent) return;
      isSent = true;
      void this.#deliver(envelope);
    };
    this.#heldBack.set(channelId, [...(this.#heldBack.get(channelId) ?? []), release]);
    this.#clock.afterMs(delayMs, release);
  }

  async #deliver(envelope: EventEnvelope, attempt = 0, reason = ''): Promise<void> {
    this.counts.attempts += 1;
    const failure = await this.#send(envelope, attempt, reason);
    if (failure === undefined) {
      this.counts.acknowledged += 1;
      return this.#settle();
    }
    const pause = RETRY_AFTER_SLACK_MS[attempt];
    if (pause === undefined) {
      this.counts.abandoned += 1;
      return this.#settle();
    }
    this.counts.retried += 1;
    this.#clock.afterSlackMs(pause, () => void this.#deliver(envelope, attempt + 1, failure));
  }

  #settle(): void {
    this.#pending -= 1;
    if (this.#pending === 0) for (const tell of this.#idle) tell();
  }

  /** Why the delivery failed, in Slack's words; undefined when it was acknowledged. */
  async #send(envelope: EventEnvelope, attempt: number, reason: string): Promise<string | undefined> {
    const url = this.#requestUrls[this.#turn++ % Math.max(1, this.#requestUrls.length)];
    if (this.#sockets.count > 0 || url === undefined) {
      const isAcknowledged = await this.#sockets.deliver(envelope, { attempt, reason }, ANSWER_WITHIN_MS);
      return isAcknowledged ? undefined : 'timeout';
    }
    const retry: Record<string, string> =
      attempt > 0 ? { 'x-slack-retry-num': String(attempt), 'x-slack-retry-reason': reason } : {};
    try {
      const answer = await this.#post(url, envelope, retry);
      const isTaken = isGood(answer) || answer.headers['x-slack-no-retry'] === '1';
      return isTaken ? undefined : 'http_error';
    } catch (error) {
      return error instanceof Error && error.name === 'TimeoutError' ? 'http_timeout' : 'connection_failed';
    }
  }

  #post(url: string, payload: unknown, headers: Record<string, string> = {}): Promise<PostAnswer> {
    const body = JSON.stringify(payload);
    const signed = { 'user-agent': USER_AGENT, ...signRequest(this.#app.signingSecret, body), ...headers };
    return this.#poster.post(url, body, signed, ANSWER_WITHIN_MS);
  }

  async #verify(url: string): Promise<void> {
    const challenge = createSlackId('ch');
    const answer = await this.#post(url, { type: 'url_verification', token: 'unused', challenge });
    if (isGood(answer) && answer.text.includes(challenge)) return;
    throw new Error(`${url} did not echo Slack's challenge: HTTP ${answer.status} ${answer.text.slice(0, 200)}`);
  }
}

function isGood({ status }: PostAnswer): boolean {
  return status >= 200 && status < 300;
}
