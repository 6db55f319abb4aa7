import type { ChatStatus } from '#shared/contract/chat.ts';
import type { Contact } from '#shared/contract/contact.ts';
import type { Message, PresenceView } from '#shared/contract/discussion.ts';
import type { Mailbox } from '#shared/contract/mailbox.ts';
import { readTeamStatus } from '#server/domain/chat/index.ts';
import { loadContacts } from '#server/domain/contacts/index.ts';
import {
  endPresence,
  expirePresence,
  loadAudiences,
  loadLiveDiscussions,
  loadMessages,
  readPresence,
  type Audience,
  type LiveDiscussion,
} from '#server/domain/discussions/index.ts';
import { findMailboxView } from '#server/domain/mailboxes/index.ts';
import type { Context } from '#server/kernel/context.ts';
import type { Ports } from '#server/ports/ports.ts';
import { createCursorSeal, type CursorSeal } from './seal-cursor.ts';
import { createSharedLoader, type SharedLoader } from './shared-loader.ts';

/** How often expired presence is looked for while anybody listens. */
const sweepEveryMs = 1_000;
/** A device that comes back within this time never left. */
const returnGraceMs = 3_000;

/** What all live streams of one server share. */
export interface LiveHub {
  readonly cursors: CursorSeal;
  readonly messages: SharedLoader<Message>;
  readonly discussions: SharedLoader<LiveDiscussion>;
  readonly audiences: SharedLoader<Audience>;
  readonly contacts: SharedLoader<Contact>;
  readonly presences: SharedLoader<PresenceView>;
  readonly mailboxes: SharedLoader<Mailbox>;
  /** By the team's own id. */
  readonly chats: SharedLoader<Omit<ChatStatus, 'me'>>;
  /** A device listens from now on. Call what it returns when its stream ends. */
  join(ctx: Context): () => void;
}

const hubs = new WeakMap<Ports, LiveHub>();

/** The hub of a server, made on first use. */
export function liveHub(ports: Ports): LiveHub {
  const hub = hubs.get(ports) ?? createLiveHub(ports);
  hubs.set(ports, hub);
  return hub;
}

function createLiveHub(ports: Ports): LiveHub {
  return {
    cursors: createCursorSeal(ports.config.secret),
    messages: createSharedLoader(async (teamId, ids) => byId(await loadMessages(ports, teamId, ids))),
    discussions: createSharedLoader((teamId, ids) => loadLiveDiscussions(ports, teamId, ids)),
    audiences: createSharedLoader((teamId, ids) => loadAudiences(ports, teamId, ids)),
    contacts: createSharedLoader(async (teamId, ids) => byId(await loadContacts(ports.db, teamId, ids))),
    presences: createSharedLoader(async (teamId, ids) => {
      const views = await Promise.all(ids.map((id) => readPresence(ports, teamId, id as PresenceView['discussionId'])));
      return new Map(views.map((view) => [view.discussionId as string, view]));
    }),
    mailboxes: createSharedLoader(async (teamId, ids) => {
      const found = await Promise.all(ids.map((mailboxId) => findMailboxView(ports, { teamId, mailboxId })));
      return byId(found.filter((view) => view !== undefined));
    }),
    chats: createSharedLoader(async (teamId) => new Map([[teamId, await readTeamStatus(ports, teamId)]])),
    join: createDeviceWatch(ports),
  };
}

/** Knows which devices listen here: sweeps presence while there are any, and ends that of those who leave. */
function createDeviceWatch(ports: Ports): (ctx: Context) => () => void {
  const listening = new Map<string, number>();
  let sweep: NodeJS.Timeout | undefined;
  const failed = (error: unknown) => ports.logger.warn({ err: error }, 'presence could not be brought up to date');
  return (ctx) => {
    const device = `${ctx.teamId} ${ctx.deviceId}`;
    listening.set(device, (listening.get(device) ?? 0) + 1);
    sweep ??= setInterval(() => void expirePresence(ports).catch(failed), ports.clock.scaled(sweepEveryMs)).unref();
    return () => {
      const left = (listening.get(device) ?? 1) - 1;
      if (left > 0) return void listening.set(device, left);
      listening.delete(device);
      if (listening.size === 0) {
        clearInterval(sweep);
        sweep = undefined;
      }
      const lastHeard = ports.clock.now();
      const { teamId, userId, deviceId } = ctx;
      setTimeout(() => {
        if (!listening.has(device)) endPresence(ports, { teamId, userId, deviceId, lastHeard }).catch(failed);
      }, ports.clock.scaled(returnGraceMs)).unref();
    };
  };
}

function byId<Value extends { id: string }>(values: readonly Value[]): Map<string, Value> {
  return new Map(values.map((value) => [value.id, value]));
}
