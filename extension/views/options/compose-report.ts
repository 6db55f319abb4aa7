import type { Topics } from '#extension/messaging/protocol.ts';

type Known = {
  [Name in 'session' | 'connection' | 'pages' | 'mailboxes' | 'inbox' | 'chat']: Topics[Name] | undefined;
} & { version: string; browser: { browser: string; storedBytes: number | null } | undefined };

/**
 * How everything stands, as JSON for whoever helps. It is built from what may be told, name by name: no subject, no
 * message, no address of a person, and of the server only its own.
 */
export function composeReport({ version, browser, session, connection, pages, mailboxes, inbox, chat }: Known): string {
  const isSignedIn = session?.state === 'signed-in';
  const report = {
    version,
    browser: browser?.browser ?? null,
    storedBytes: browser?.storedBytes ?? null,
    signedIn: isSignedIn,
    server: isSignedIn ? session.serverUrl : null,
    role: isSignedIn ? (session.session.teams.find(({ teamId }) => teamId === session.teamId)?.role ?? null) : null,
    teams: isSignedIn ? session.session.teams.length : 0,
    connection: connection?.state ?? null,
    offlineSince: connection?.state === 'offline' ? new Date(connection.since).toISOString() : null,
    tabs: pages?.tabs.map(({ origin, choice, state, messages, people, reason }) => ({
      site: new URL(origin).host,
      choice,
      state,
      messages,
      people,
      reason,
    })),
    sitesOff: pages?.sites.filter(({ on }) => !on).map(({ origin }) => new URL(origin).host),
    mailboxes: mailboxes?.map(({ provider, state, isPaused, isPushed, sync, lastSyncedAt }) => ({
      provider,
      state,
      isPaused,
      isPushed,
      sync,
      lastSyncedAt,
    })),
    discussions: inbox?.cards.length ?? null,
    unreadDiscussions: inbox?.cards.filter(({ unread, muted }) => unread > 0 && !muted).length ?? null,
    chat: chat === undefined || chat === null ? null : describeChat(chat),
  };
  return JSON.stringify(report, null, 2);
}

function describeChat({ available, installation, defaultChannel, me }: NonNullable<Topics['chat']>) {
  return {
    available,
    state: installation?.state ?? null,
    incoming: installation?.incoming ?? null,
    hasChannel: defaultChannel !== null,
    channelHasProblem: defaultChannel !== null && defaultChannel.problem !== null,
    linked: me.linked,
  };
}
