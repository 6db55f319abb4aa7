import { setTimeout as wait } from 'node:timers/promises';
import { createTRPCClient, httpLink, type TRPCClient } from '@trpc/client';
import { sql } from 'drizzle-orm';
import type { TeamId } from '#shared/contract/ids.ts';
import type { Mailbox } from '#shared/contract/mailbox.ts';
import type { ConsentProviderId, MailFeature } from '#shared/contract/mailbox.ts';
import { extensionId } from '#shared/extension-id.ts';
import type { AppRouter } from '#server/edges/trpc/router.ts';
import { createMailboxJobs } from '#server/jobs/create-mailbox-jobs.ts';
import { createOutgoingJobs } from '#server/jobs/create-outgoing-jobs.ts';
import { startWorker, type RunningWorker } from '#server/platform/queue/start-worker.ts';
import type { Authority } from './mail-oauth/authority.ts';
import { addTestMember, addTestTeam, type TestPerson } from './people.ts';
import type { TestApp } from './test-app.ts';

export type MailClient = TRPCClient<AppRouter>;

/** A team of two whose mailboxes' jobs are run by the server under test. */
export interface MailTeam {
  readonly teamId: TeamId;
  readonly olga: TestPerson;
  readonly piet: TestPerson;
  as(person: TestPerson): MailClient;
  /** Connects an account as a browser would, consent included. */
  connect(
    person: TestPerson,
    provider: ConsentProviderId,
    account: { authority: Authority; address: string; features?: MailFeature[] },
  ): Promise<Mailbox>;
  /** Waits until the mailbox is as wished; fails after `withinMs` with how it is then. */
  until(
    person: TestPerson,
    mailboxId: string,
    isMeant: (mailbox: Mailbox) => boolean,
    withinMs?: number,
  ): Promise<Mailbox>;
  /** Waits until the server does nothing for the mailbox, and has nothing to do for it now. */
  untilQuiet(mailboxId: string): Promise<void>;
  close(): Promise<void>;
}

export const extensionPage = `https://${extensionId}.chromiumapp.org/mail`;

export async function createMailTeam(app: TestApp): Promise<MailTeam> {
  const { db } = app.ports;
  const { teamId, owner: olga } = await addTestTeam(db, {
    name: 'Larkfield',
    owner: { name: 'Olga', email: 'olga@larkfield.example' },
  });
  const piet = await addTestMember(db, teamId, { name: 'Piet', email: 'piet@larkfield.example', role: 'member' });
  const as = (person: TestPerson) => clientOf(app.url, person, teamId);
  const worker: RunningWorker = await startWorker({
    url: app.databaseUrl,
    handlers: [...createMailboxJobs(app.ports), ...createOutgoingJobs(app.ports)],
    logger: app.ports.logger,
    concurrency: 4,
  });
  return {
    teamId,
    olga,
    piet,
    as,
    connect: async (person, provider, { authority, address, features = ['read'] }) => {
      const api = as(person);
      const begun = await api.mailboxes.begin.mutate({ provider, features, redirectUri: extensionPage });
      return api.mailboxes.finish.mutate(readAnswer(authority.consent(begun.url, address)));
    },
    until: async (person, mailboxId, isMeant, withinMs = 30_000) => {
      const deadline = Date.now() + withinMs;
      for (;;) {
        const mailbox = (await as(person).mailboxes.list.query()).find(({ id }) => id === mailboxId);
        if (mailbox !== undefined && isMeant(mailbox)) return mailbox;
        if (Date.now() > deadline) throw new Error(`the mailbox is ${JSON.stringify(mailbox)}`);
        await wait(25);
      }
    },
    untilQuiet: async (mailboxId) => {
      for (const deadline = Date.now() + 30_000; ; await wait(10)) {
        const { rows } = await db.execute<{ task_identifier: string }>(sql`
          select t.identifier as task_identifier from graphile_worker._private_jobs j
          join graphile_worker._private_tasks t on t.id = j.task_id
          where j.payload ->> 'mailboxId' = ${mailboxId} and (j.locked_at is not null or j.run_at <= now())`);
        if (rows.length === 0) return;
        if (Date.now() > deadline) throw new Error(`still at work: ${JSON.stringify(rows)}`);
      }
    },
    close: () => worker.stop(2000),
  };
}

export function clientOf(url: string, person: TestPerson, teamId: string): MailClient {
  const headers = { authorization: `Bearer ${person.token}`, 'x-sidethread-team': teamId };
  return createTRPCClient<AppRouter>({ links: [httpLink({ url: `${url}/trpc`, headers })] });
}

/** Code and state in an address that a provider sends a browser to. */
export function readAnswer(address: string): { state: string; code: string } {
  const query = new URL(address).searchParams;
  return { state: query.get('state') ?? '', code: query.get('code') ?? '' };
}

let mails = 0;

/** A mail as it travels. */
export function writeMail(to: string, options: { subject?: string; from?: string; inReplyTo?: string } = {}): string {
  mails += 1;
  const { subject = `Order ${mails}`, from = 'Marta Weiss <marta@weiss-tools.example>', inReplyTo } = options;
  return [
    `From: ${from}`,
    `To: ${to}`,
    `Subject: ${subject}`,
    `Message-ID: <mail-${mails}-${process.pid}@weiss-tools.example>`,
    ...(inReplyTo === undefined ? [] : [`In-Reply-To: <${inReplyTo}>`, `References: <${inReplyTo}>`]),
    `Date: ${new Date().toUTCString()}`,
    'Content-Type: text/plain; charset=utf-8',
    '',
    `Hello, this is mail ${mails}.`,
    '',
  ].join('\r\n');
}
