import { once } from 'node:events';
import type { Server } from 'node:http';
import { SlackControl } from './control.ts';
import type { EventCounts } from './events.ts';
import type { Faults } from './faults.ts';
import type { SlackApp, SlackChange, SlackMessage } from './model.ts';
import type { Interacted, Interactivity } from './interactivity.ts';
import type { OpenModal } from './modals.ts';
import { pressButton, type Pressing } from './press-button.ts';
import type { LimitOptions } from './rate-limits.ts';
import { fillWorkspace, type SlackSeed } from './seed.ts';
import type { SocketMode } from './socket-mode.ts';
import type { ApiCallRecord, SlackState } from './state.ts';
import { waitForCall, waitForChange, waitForMessage, type FoundMessage } from './watching.ts';
import { Workspace } from './workspace.ts';

/** A strict stand-in for Slack on 127.0.0.1. Its state lives in the process that created it. */
export class SlackStandIn extends SlackControl {
  readonly app: SlackApp;
  readonly faults: Faults;
  readonly sockets: SocketMode;
  readonly #server: Server;

  constructor(state: SlackState, workspace: Workspace, server: Server) {
    super(state, workspace);
    this.app = state.app;
    this.faults = state.faults;
    this.sockets = state.sockets;
    this.#server = server;
  }

  /** Where the page, the authorize pages and the files are, without a slash at its end. */
  get url(): string {
    return this.state.url;
  }

  /** The Web API's base, for `slackApiUrl`; ends in "/api/". */
  get apiUrl(): string {
    return `${this.state.url}/api/`;
  }

  get clockScale(): number {
    return this.state.clock.scale;
  }

  /** Adds another workspace in which the same app can be installed. */
  addWorkspace(seed: SlackSeed): Workspace {
    return addWorkspace(this.state, seed);
  }

  /** Sets where events are posted, after each address has echoed a challenge. */
  setRequestUrls(...urls: string[]): Promise<void> {
    return this.state.events.setRequestUrls(urls);
  }

  /** Triggers and open forms. */
  get interactivity(): Interactivity {
    return this.state.interactivity;
  }

  /** Sets where it is told what people do with buttons and forms. */
  setInteractivityUrl(url: string): void {
    this.state.interactivity.requestUrl = url;
  }

  /** Presses a button of a message, or chooses from a menu; see `Pressing`. */
  press(pressing: Pressing): Promise<Interacted> {
    return pressButton(this.state, pressing);
  }

  /** The form that this person has open, as soon as they have one. */
  waitForModal(user: string, timeoutMs = 5_000): Promise<OpenModal> {
    return this.state.interactivity.waitForModal(this.workspace.getUser(user).id, timeoutMs);
  }

  /** Sends a form in, filled in by block. */
  submit(modal: OpenModal, filled: Readonly<Record<string, string>>): Promise<Interacted> {
    return this.state.interactivity.submit(this.workspace, modal, filled);
  }

  /** What the app told this person alone, oldest first. */
  whispersTo(user: string): readonly string[] {
    const { id } = this.workspace.getUser(user);
    return this.state.whispers.flatMap(({ userId, text }) => (userId === id ? text : []));
  }

  /** Changes which limits are enforced. */
  setLimits(limits: LimitOptions): void {
    this.state.limits.options = limits;
  }

  /** Every call of the Web API so far, in order. */
  calls(): readonly ApiCallRecord[] {
    return this.state.calls;
  }

  eventCounts(): EventCounts {
    return { ...this.state.events.counts };
  }

  /** Resolves when no event is under way, held back or waiting for a retry. */
  waitUntilEventsSettled(timeoutMs: number): Promise<void> {
    return this.state.events.waitUntilIdle(timeoutMs);
  }

  waitForMessage(
    isMeant: (message: SlackMessage, channel: string) => boolean,
    timeoutMs: number,
  ): Promise<FoundMessage> {
    return waitForMessage(this.state, isMeant, timeoutMs);
  }

  waitForChange(isMeant: (change: SlackChange) => boolean, timeoutMs: number): Promise<SlackChange> {
    return waitForChange(this.state, isMeant, timeoutMs);
  }

  waitForCall(isMeant: (call: ApiCallRecord) => boolean, timeoutMs: number): Promise<ApiCallRecord> {
    return waitForCall(this.state, isMeant, timeoutMs);
  }

  /** Stops listening and forgets timers; connections are cut. */
  async close(): Promise<void> {
    this.state.clock.close();
    this.state.sockets.close();
    this.state.events.close();
    this.state.interactivity.close();
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }
}

/** A further workspace in which the app can be installed; its events go to the app. */
export function addWorkspace(state: SlackState, seed: SlackSeed): Workspace {
  const { id, name = 'Northwind Instruments', domain = 'northwind-instruments' } = seed.team ?? {};
  const workspace = new Workspace(state.app, { id, name, domain });
  fillWorkspace(workspace, seed);
  workspace.onChange((change) => state.events.raise(workspace, change));
  state.workspaces.set(workspace.teamId, workspace);
  return workspace;
}
