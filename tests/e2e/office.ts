import { expect } from '@playwright/test';
import type { Frame, Page } from 'playwright-core';
import { createId } from '#server/kernel/ids.ts';
import type { MailClaim } from '#shared/contract/correspondence.ts';
import type { MessageId } from '#shared/contract/ids.ts';
import { consent, slackSettings } from '#tests/support/chat-team.ts';
import { findSidebar, startBrowserWithExtension, type ExtensionBrowserOptions } from '#tests/support/extension.ts';
import { deliverThread } from '#tests/support/gmail-api/deliver-thread.ts';
import { createGmailStandIn, type GmailStandIn } from '#tests/support/gmail-api/index.ts';
import type { GmailAccount, GmailPageOptions } from '#tests/support/gmail/page-options.ts';
import { serveGmail } from '#tests/support/gmail/serve-gmail.ts';
import { larkfieldSlack, owner, people } from '#tests/support/larkfield.ts';
import { company, listThreads, type MailThread } from '#tests/support/mail-data.ts';
import { createRelay } from '#tests/support/relay.ts';
import { startServerProcess, type ServerProcess } from '#tests/support/server-process.ts';
import { composerIn, signInFromPopup, titleIn, useWithThisAccount } from '#tests/support/sidebar.ts';
import { createSlackStandIn, type SlackStandIn } from '#tests/support/slack/index.ts';
import { createApi, joinTeam, setUpTeam, signIn, type Api, type HttpPerson } from '#tests/support/team-over-http.ts';
import { createTestDatabase } from '#tests/support/test-database.ts';

export type Office = Awaited<ReturnType<typeof createOffice>>;
export type Desk = Awaited<ReturnType<Office['seat']>>;

/** A tab of the webmail with its sidebar. */
export interface Tab {
  page: Page;
  sidebar: Frame;
}

interface OfficeOptions {
  /** Slack's stand-in, with the app installed and #customers chosen; default none. */
  slack?: boolean;
  /** Google's stand-in, with everybody's mailbox; default none. */
  gmailApi?: boolean;
  /** Further settings of the server. */
  settings?: Readonly<Record<string, string>>;
}

type DeskOptions = ExtensionBrowserOptions & {
  person?: HttpPerson;
  /** Default: the person's own mailbox. */
  accounts?: readonly GmailAccount[];
  gmail?: Partial<Omit<GmailPageOptions, 'accounts' | 'accountIndex' | 'popout'>>;
};

/** A lost answer is looked into within seconds instead of a quarter of a minute. */
const impatience = { CHAT_TIMEOUT_MS: '2500', CHAT_CHECK_GRACE_MS: '3000' };

/** The invented company with its server (behind a relay that sees all traffic), and as many browsers as asked for. */
export async function createOffice(wanted: OfficeOptions = {}) {
  const { slack: withSlack = false, gmailApi: withGmail = false } = wanted;
  const relay = await createRelay();
  const database = await createTestDatabase();
  const slack = withSlack ? await createSlackStandIn({ seed: larkfieldSlack, appName: 'Sidethread' }) : undefined;
  const gmailApi = withGmail ? await createGoogle() : undefined;
  const settings = {
    DATABASE_URL: database.url,
    SECRET: 'a-secret-for-tests-only-0123456789abcdef',
    PUBLIC_URL: relay.url,
    ...wanted.settings,
    ...gmailApi?.settings,
    ...(slack === undefined ? {} : { ...slackSettings(slack), ...impatience }),
  };
  let server: ServerProcess = await startServerProcess(settings);
  relay.lead(await findOwnUrl(server));
  await setUpTeam({ ...server, url: relay.url }, owner, company.name);
  const { api } = await signIn(relay.url, owner);
  for (const person of people)
    if (person.email !== owner.email) await joinTeam({ ...server, url: relay.url }, api, person);
  if (slack !== undefined) await connectSlack(slack, api, relay.url);
  const closers: (() => Promise<unknown>)[] = [];

  return {
    relay,
    database,
    /** Everything the owner can do over HTTP, without a browser. */
    api,
    /** Slack's stand-in, where the office has one. */
    get slack(): SlackStandIn {
      if (slack === undefined) throw new Error('This office has no Slack.');
      return slack;
    },
    /** Google's stand-in, where the office has one. */
    get gmailApi(): GmailStandIn {
      if (gmailApi === undefined) throw new Error('This office has no Gmail API.');
      return gmailApi;
    },
    /** The same for a teammate, by first name. */
    as: async (firstName: string) => (await signIn(relay.url, personNamed(firstName))).api,
    /** The same past the relay: it works while the network of everybody else is lost. */
    async direct(firstName: string): Promise<Api> {
      const { token, session } = await signIn(relay.url, personNamed(firstName));
      return createApi(await findOwnUrl(server), token, session.teams[0]?.teamId);
    },
    kill: () => server.kill(),
    /** Another server in the place of this one, which ends if it still runs. */
    async restart() {
      await server.kill();
      server = await startServerProcess(settings);
      relay.lead(await findOwnUrl(server));
    },
    /** A browser with the extension at a person's desk, signed in from the popup. */
    async seat(options: DeskOptions = {}) {
      const { person = owner, accounts = [accountOf(person)], gmail: look = {}, ...rest } = options;
      const threads = accounts[0]?.threads ?? [];
      /** The thread of the first account whose subject begins so. */
      const thread = (start: string): MailThread => {
        const found = threads.find(({ subject }) => subject.startsWith(start));
        if (found === undefined) throw new Error(`There is no thread “${start}”.`);
        return found;
      };
      const browser = await startBrowserWithExtension(rest);
      closers.push(() => browser.close());
      const gmail = await serveGmail(browser.context, { timeZone: 'UTC', ...look, accounts });
      const popup = await signInFromPopup(browser.context, relay.url, person);
      await popup.close();
      return {
        person,
        browser,
        context: browser.context,
        gmail,
        threads,
        thread,
        /** Opens an address in a new tab. */
        async open(url: string): Promise<Tab> {
          const page = await browser.context.newPage();
          await page.goto(url);
          return { page, sidebar: await findSidebar(page) };
        },
        /** Goes to a thread in a tab that is open, and waits until the sidebar is about it. */
        async goTo({ page, sidebar }: Tab, start: string): Promise<void> {
          await page.goto(gmail.urlOf(thread(start)));
          await expect(titleIn(sidebar)).toHaveText(thread(start).subject);
        },
        /** Opens a thread in a new tab, with the account switched on; in Gmail unless another webmail is given. */
        async openThread(start: string, webmail: { urlOf(thread: MailThread): string } = gmail): Promise<Tab> {
          const opened = await this.open(webmail.urlOf(thread(start)));
          const ask = opened.sidebar.getByRole('button', { name: /^Open Sidethread/ });
          await ask.or(composerIn(opened.sidebar)).waitFor();
          if (await ask.isVisible()) await useWithThisAccount(opened.sidebar);
          await composerIn(opened.sidebar).waitFor();
          return opened;
        },
      };
    },
    async close() {
      for (const end of closers.splice(0).toReversed()) await end();
      await server.stop();
      await slack?.close();
      await gmailApi?.close();
      await database.close();
      await relay.close();
    },
  };
}

/** A person's own mailbox. */
export function accountOf({ name, email }: Pick<HttpPerson, 'name' | 'email'>): GmailAccount {
  return { name, address: email, threads: listThreads(email) };
}

/** Somebody of the company, by first name. */
export function personNamed(firstName: string): HttpPerson {
  const person = people.find(({ name }) => name.startsWith(`${firstName} `));
  if (person === undefined) throw new Error(`Nobody at ${company.name} is called ${firstName}.`);
  return person;
}

/** Starts (or goes on with) the discussion of a thread over HTTP, as if from the person's own webmail. */
export async function say(api: Api, { email }: Pick<HttpPerson, 'email'>, thread: MailThread, body: string) {
  const [first] = thread.messages;
  if (first === undefined) throw new Error(`“${thread.subject}” has no message.`);
  const { name, address } = first.from;
  const mail: MailClaim = {
    webmail: 'gmail',
    account: email,
    thread: { kind: 'gmail-thread', id: thread.id },
    subject: thread.subject,
    sender: { name, address },
    participants: [{ name, address }],
    fingerprints: [],
    url: `https://mail.google.com/mail/u/0/#inbox/${thread.id}`,
  };
  return api.discussions.post.mutate({ messageId: createId<MessageId>(), target: { kind: 'mail', mail }, body });
}

/** Where a server that calls itself by another address really listens. */
async function findOwnUrl(server: ServerProcess): Promise<string> {
  const { port } = await server.whenLogged(({ msg }) => msg === 'listening');
  return `http://127.0.0.1:${String(port)}`;
}

/** Google with everybody's mailbox. */
async function createGoogle(): Promise<GmailStandIn> {
  const google = await createGmailStandIn();
  for (const { email } of people) {
    const mailbox = google.addMailbox(email);
    for (const thread of listThreads(email)) deliverThread(mailbox, thread);
  }
  return google;
}

async function connectSlack(slack: SlackStandIn, api: Api, serverUrl: string): Promise<void> {
  await slack.setRequestUrls(`${serverUrl}/slack/events`);
  await consent(api, slack, 'install', 'mara');
  slack.join('customers', 'bot');
  const customers = (await api.chat.channels.query()).find(({ name }) => name.endsWith('customers'));
  await api.chat.setDefaultChannel.mutate({ channelId: customers?.id ?? '' });
}
