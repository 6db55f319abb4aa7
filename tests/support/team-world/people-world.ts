import { randomUUID } from 'node:crypto';
import { createTRPCClient, httpLink } from '@trpc/client';
import { eq } from 'drizzle-orm';
import type { FileId, TeamId, UserId, WebhookDeliveryId, WebhookId } from '#shared/contract/ids.ts';
import type { Role } from '#shared/contract/person.ts';
import { extensionId } from '#shared/extension-id.ts';
import type { AppRouter } from '#server/edges/trpc/router.ts';
import { authMember } from '#server/db/schema/index.ts';
import { createId } from '#server/kernel/ids.ts';
import type { GmailStandIn } from '../gmail-api/index.ts';
import type { MailServers } from '../mail-servers/index.ts';
import { addTestMember, signInTestPerson, type TestPerson } from '../people.ts';
import type { SlackStandIn } from '../slack/index.ts';
import type { TestApp } from '../test-app.ts';

export type Noun =
  | 'discussion'
  | 'message'
  | 'contact'
  | 'user'
  | 'invitation'
  | 'device'
  | 'channel'
  | 'file'
  | 'correspondence'
  | 'email'
  | 'attachment'
  | 'mailbox'
  | 'team rule'
  | 'outgoing mail'
  | 'template'
  | 'webhook'
  | 'webhook delivery'
  | 'word'
  | 'contact merge'
  | 'activity';

/** The people of one team, their devices and files, and its chat workspace. */
export class PeopleWorld {
  readonly app: TestApp;
  readonly slack: SlackStandIn;
  readonly workspace: ReturnType<SlackStandIn['addWorkspace']>;
  readonly teamId: TeamId;
  readonly people: Readonly<Record<Role, TestPerson>>;
  /** Which noun each id made here names. */
  readonly nouns = new Map<string, Noun>();

  protected readonly gmail: GmailStandIn;
  protected readonly servers: MailServers;

  protected constructor(
    app: TestApp,
    standIns: { slack: SlackStandIn; gmail: GmailStandIn; servers: MailServers },
    teamId: TeamId,
    people: Readonly<Record<Role, TestPerson>>,
  ) {
    const { slack } = standIns;
    this.app = app;
    this.slack = slack;
    this.gmail = standIns.gmail;
    this.servers = standIns.servers;
    this.workspace = slack.addWorkspace({
      users: [{ name: 'sam', email: 'sam@slack.example' }],
      channels: [{ name: 'support', members: ['sam'] }],
    });
    this.teamId = teamId;
    this.people = people;
    for (const person of Object.values(people)) this.nouns.set(person.userId, 'user').set(person.deviceId, 'device');
  }

  api(person: TestPerson) {
    const headers = { authorization: `Bearer ${person.token}`, 'x-sidethread-team': this.teamId };
    return createTRPCClient<AppRouter>({ links: [httpLink({ url: `${this.app.url}/trpc`, headers })] });
  }

  /** The same person on a device of its own, so that signing it out harms nothing else. */
  async onFreshDevice(person: TestPerson): Promise<TestPerson> {
    return { ...person, ...(await signInTestPerson(this.app.ports.db, person.userId)) };
  }

  /** Who left the team is in it again, as what they were. */
  async bringBack(): Promise<void> {
    const { db } = this.app.ports;
    const there = await db.select().from(authMember).where(eq(authMember.organizationId, this.teamId));
    const gone = Object.values(this.people).filter(({ userId }) => !there.some((one) => one.userId === userId));
    for (const { userId, role } of gone)
      await db.insert(authMember).values({ id: createId(), organizationId: this.teamId, userId, role });
  }

  async member(role: Role = 'member'): Promise<UserId> {
    const person = { name: 'Extra', email: `${randomUUID()}@example.com`, role } as const;
    const { userId } = await addTestMember(this.app.ports.db, this.teamId, person);
    this.nouns.set(userId, 'user');
    return userId;
  }

  async device(person: TestPerson): Promise<string> {
    const { deviceId } = await signInTestPerson(this.app.ports.db, person.userId);
    this.nouns.set(deviceId, 'device');
    return deviceId;
  }

  async invitation(): Promise<string> {
    const { id } = await this.api(this.people.owner).teams.invite.mutate({
      email: `${randomUUID()}@example.com`,
      role: 'member',
    });
    this.nouns.set(id, 'invitation');
    return id;
  }

  /** The team's one webhook. */
  async webhook(): Promise<{ id: WebhookId }> {
    const { webhooks } = this.api(this.people.owner);
    for (const { id } of await webhooks.list.query()) await webhooks.remove.mutate({ id });
    const { id } = await webhooks.create.mutate({ url: 'https://hooks.example.com/mail' });
    this.nouns.set(id, 'webhook');
    return { id };
  }

  async webhookDelivery(): Promise<{ id: WebhookDeliveryId }> {
    const { webhooks } = this.api(this.people.owner);
    const webhook = await this.webhook();
    await webhooks.test.mutate(webhook);
    const [delivery] = await webhooks.deliveries.query(webhook);
    if (delivery === undefined) throw new Error('The test event was not kept.');
    this.nouns.set(delivery.id, 'webhook delivery');
    return { id: delivery.id };
  }

  async file(person: TestPerson): Promise<FileId> {
    const uploader = person.role === 'viewer' ? this.people.owner : person;
    const headers = {
      authorization: `Bearer ${uploader.token}`,
      'x-sidethread-team': this.teamId,
      'x-file-name': 'a.txt',
    };
    const answer = await fetch(`${this.app.url}/files`, { method: 'POST', headers, body: randomUUID() });
    const { fileId } = (await answer.json()) as { fileId: FileId };
    this.nouns.set(fileId, 'file');
    return fileId;
  }

  /** The one channel of the team's chat workspace. */
  get channelId(): string {
    return this.workspace.getChannel('support').id;
  }

  /** Connects the chat workspace through Slack's consent, unless it is connected. */
  async ensureChat(): Promise<void> {
    const { owner } = this.people;
    const status = await this.api(owner).chat.status.query();
    if (status.installation?.state === 'active') return;
    await this.api(owner).chat.finish.mutate(await this.consent(owner, 'install'));
    this.slack.join(this.channelId, 'bot');
    await this.api(owner).chat.setDefaultChannel.mutate({ channelId: this.channelId });
  }

  /** Begins a connection for a person and says yes at Slack; what comes back is theirs to finish with. */
  async consent(
    person: TestPerson,
    purpose: 'install' | 'link-person',
  ): Promise<{ readonly state: string; readonly code: string }> {
    const redirectUri = `https://${extensionId}.chromiumapp.org/`;
    const { url } = await this.api(person).chat.begin.mutate({ purpose, redirectUri });
    const callback = this.slack.authorize(`${url}&team=${this.workspace.teamId}`, 'sam');
    const answer = await fetch(callback, { redirect: 'manual' });
    const back = new URL(answer.headers.get('location') ?? '').searchParams;
    return { state: back.get('state') ?? '', code: back.get('code') ?? '' };
  }
}
