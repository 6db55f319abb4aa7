import { signRequest } from './event-envelope.ts';
import { createSecret, createSlackId } from './ids.ts';
import { checkModal, fillIn, viewModal, type OpenModal } from './modals.ts';
import type { SlackApp } from './model.ts';
import { createJsonPoster } from './post-json.ts';
import type { SocketMode } from './socket-mode.ts';
import type { Workspace } from './workspace.ts';

/** A trigger opens one form, and only within this time, on the real clock. */
const TRIGGER_LIFE_MS = 3000;
const ANSWER_WITHIN_MS = 3000;

/** What the app answered to what somebody did; undefined when no good answer came within three seconds. */
export type Interacted = { readonly body: Record<string, unknown> } | undefined;

/** Buttons and forms: tells the app what people do with them, signed, and knows for how long a trigger is good. */
export class Interactivity {
  readonly #app: SlackApp;
  readonly #sockets: SocketMode;
  readonly #poster = createJsonPoster();
  readonly #triggers = new Map<string, { readonly userId: string; readonly until: number; isUsed: boolean }>();
  /** The forms that people have open. */
  readonly modals = new Map<string, OpenModal>();
  readonly #listeners = new Set<() => void>();
  /** Where interactions are posted; as Slack's settings have it, apart from events. */
  requestUrl = '';

  constructor(app: SlackApp, sockets: SocketMode) {
    this.#app = app;
    this.#sockets = sockets;
  }

  createTrigger(userId: string, ageMs = 0): string {
    const id = `${createSlackId('')}.${createSecret(4)}`;
    this.#triggers.set(id, { userId, until: Date.now() + TRIGGER_LIFE_MS - ageMs, isUsed: false });
    return id;
  }

  /** Whose trigger it is, used up by asking. */
  takeTrigger(id: string): string | 'invalid_trigger_id' | 'expired_trigger_id' | 'exchanged_trigger_id' {
    const trigger = this.#triggers.get(id);
    if (trigger === undefined) return 'invalid_trigger_id';
    if (trigger.isUsed) return 'exchanged_trigger_id';
    if (trigger.until < Date.now()) return 'expired_trigger_id';
    trigger.isUsed = true;
    return trigger.userId;
  }

  show(modal: OpenModal): void {
    this.modals.set(modal.id, modal);
    for (const tell of this.#listeners) tell();
  }

  /** The form that this person has open, as soon as they have one. */
  async waitForModal(userId: string, timeoutMs: number): Promise<OpenModal> {
    const find = (): OpenModal | undefined => [...this.modals.values()].findLast((modal) => modal.userId === userId);
    const { promise, resolve, reject } = Promise.withResolvers<OpenModal>();
    const check = (): void => {
      const found = find();
      if (found !== undefined) resolve(found);
    };
    const timer = setTimeout(() => reject(new Error(`No form was opened within ${timeoutMs} ms`)), timeoutMs);
    this.#listeners.add(check);
    check();
    return promise.finally(() => {
      clearTimeout(timer);
      this.#listeners.delete(check);
    });
  }

  /** Sends a form in; what the app answers to it happens to the form. */
  async submit(workspace: Workspace, modal: OpenModal, filled: Readonly<Record<string, string>>): Promise<Interacted> {
    const answer = await this.tell({
      type: 'view_submission',
      ...this.whose(workspace, modal.userId),
      trigger_id: this.createTrigger(modal.userId),
      view: viewModal(modal, fillIn(modal.view, filled)),
    });
    const action = answer?.body['response_action'];
    if (action === 'update') {
      modal.view = checkModal(answer?.body['view']);
      modal.hash = createSecret(6);
    } else if (action === 'errors') checkErrors(modal, answer?.body['errors']);
    else if (answer !== undefined) this.modals.delete(modal.id);
    return answer;
  }

  /** The parts of a payload that say who did it. */
  whose({ teamId, domain }: Workspace, userId: string): Record<string, unknown> {
    return {
      team: { id: teamId, domain },
      user: { id: userId, team_id: teamId },
      api_app_id: this.#app.id,
      token: 'unused',
    };
  }

  /** Tells the app, by Socket Mode when it is connected, else by a signed form over HTTP. */
  async tell(payload: Record<string, unknown>): Promise<Interacted> {
    if (this.#sockets.count > 0) {
      const answer = await this.#sockets.deliverInteraction(payload, ANSWER_WITHIN_MS);
      return answer === undefined ? undefined : { body: asObject(answer) };
    }
    const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      ...signRequest(this.#app.signingSecret, body),
    };
    try {
      const answer = await this.#poster.post(this.requestUrl, body, headers, ANSWER_WITHIN_MS);
      if (answer.status !== 200) return undefined;
      return { body: answer.text === '' ? {} : asObject(JSON.parse(answer.text)) };
    } catch {
      return undefined;
    }
  }

  close(): void {
    this.#poster.close();
  }
}

/** Slack shows errors only beside inputs that the form has. */
function checkErrors(modal: OpenModal, errors: unknown): void {
  const inputs = new Set(
    modal.view.blocks.map(asObject).flatMap((block) => (block['type'] === 'input' ? [String(block['block_id'])] : [])),
  );
  const names = Object.keys(asObject(errors));
  if (names.length === 0 || names.some((name) => !inputs.has(name))) throw new Error('errors beside no input');
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
