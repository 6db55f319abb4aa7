import { randomBytes, randomUUID } from 'node:crypto';
import { createTRPCClient, httpLink } from '@trpc/client';
import { eq, sql } from 'drizzle-orm';
import type { MailClaim } from '#shared/contract/correspondence.ts';
import type { Visibility } from '#shared/contract/discussion.ts';
import type {
  ActivityId,
  ContactId,
  CorrespondenceId,
  DiscussionId,
  EmailId,
  FileId,
  MailboxId,
  MessageId,
  OutgoingMailId,
  TeamId,
  UserId,
} from '#shared/contract/ids.ts';
import type { MailFeature } from '#shared/contract/mailbox.ts';
import type { Role } from '#shared/contract/person.ts';
import { extensionId } from '#shared/extension-id.ts';
import { storeEmail } from '#server/domain/emails/index.ts';
import type { AppRouter } from '#server/edges/trpc/router.ts';
import { authMember } from '#server/db/schema/index.ts';
import { createId } from '#server/kernel/ids.ts';
import type { GmailStandIn } from './gmail-api/index.ts';
import type { SlackStandIn } from './slack/index.ts';
import { arrive, createSource, createTestMailbox, shareEverything } from './mail-source.ts';
import { createOutgoingDraft } from './outgoing-draft.ts';
import { addTestMember, addTestTeam, signInTestPerson, type TestPerson } from './people.ts';
import type { TestApp } from './test-app.ts';

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
  | 'word'
  | 'contact merge'
  | 'activity';

/** Makes things in one team on behalf of one person, through the server, and remembers what each id names. */
export class TeamWorld {
  readonly app: TestApp;
  readonly slack: SlackStandIn;
  readonly workspace: ReturnType<SlackStandIn['addWorkspace']>;
  readonly teamId: TeamId;
  readonly people: Readonly<Record<Role, TestPerson>>;
  /** Which noun each id made here names. */
  readonly nouns = new Map<string, Noun>();

  readonly #gmail: GmailStandIn;

  private constructor(
    app: TestApp,
    standIns: { slack: SlackStandIn; gmail: GmailStandIn },
    teamId: TeamId,
    people: Readonly<Record<Role, TestPerson>>,
  ) {
    const { slack } = standIns;
    this.app = app;
    this.slack = slack;
    this.#gmail = standIns.gmail;
    this.workspace = slack.addWorkspace({
      users: [{ name: 'sam', email: 'sam@slack.example' }],
      channels: [{ name: 'support', members: ['sam'] }],
    });
    this.teamId = teamId;
    this.people = people;
    for (const person of Object.values(people)) this.nouns.set(person.userId, 'user').set(person.deviceId, 'device');
  }

  /** A team with one person of each role and a connected chat workspace with one channel. */
  static async create(
    app: TestApp,
    standIns: { slack: SlackStandIn; gmail: GmailStandIn },
    name: string,
  ): Promise<TeamWorld> {
    const { db } = app.ports;
    const email = (role: Role) => `${role}@${name.toLowerCase()}.example`;
    const { teamId, owner } = await addTestTeam(db, { name, owner: { name: `${name} owner`, email: email('owner') } });
    const add = (role: Role) => addTestMember(db, teamId, { name: `${name} ${role}`, email: email(role), role });
    const people = { owner, admin: await add('admin'), member: await add('member'), viewer: await add('viewer') };
    const world = new TeamWorld(app, standIns, teamId, people);
    await world.ensureChat();
    world.nouns.set(world.channelId, 'channel');
    return world;
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

  /** A discussion with one message, started by `person` (by the owner when they may not write). */
  async discussion(
    person: TestPerson,
    mail: MailClaim = newMail(),
    visibility: Visibility = 'team',
  ): Promise<{ discussionId: DiscussionId; messageId: MessageId }> {
    await this.ensureChat();
    const author = person.role === 'viewer' ? this.people.owner : person;
    const messageId = createId<MessageId>();
    const { discussion } = await this.api(author).discussions.post.mutate({
      messageId,
      target: { kind: 'mail', mail, visibility },
      body: 'What do we answer?',
    });
    this.nouns.set(discussion.id, 'discussion').set(messageId, 'message');
    return { discussionId: discussion.id, messageId };
  }

  async contact(): Promise<ContactId> {
    const id = createId<ContactId>();
    await this.api(this.people.owner).contacts.save.mutate({
      id,
      name: 'Carla Customer',
      address: `${id}@shop.example`,
    });
    this.nouns.set(id, 'contact');
    return id;
  }

  /** A mail from a customer in a teammate's mailbox, shared with the team unless it is to be private. */
  async correspondence(
    person: TestPerson = this.people.owner,
    visibility: Visibility = 'team',
  ): Promise<{ id: CorrespondenceId; emailId: EmailId; fileId: FileId }> {
    const mailbox = createTestMailbox({ teamId: this.teamId, userId: person.userId }, `${randomUUID()}@acme.example`);
    if (visibility === 'team') await shareEverything(this.app.ports.db, mailbox);
    const raw = createSource({
      subject: `Order ${randomUUID()}`,
      from: `Carla <${randomUUID()}@shop.example>`,
      html: '<p>Where is my <b>order</b>?</p>',
      file: { name: 'order.txt', type: 'text/plain', bytes: Buffer.from('40 benches') },
    });
    const { correspondenceId: id, emailId } = await storeEmail(this.app.ports, arrive(mailbox, raw));
    if (id === undefined || emailId === undefined) throw new Error('The mail was not stored.');
    const { rows } = await this.app.ports.db.execute<{ id: FileId }>(
      sql`select id from email_attachment where team_id = ${this.teamId} and email_id = ${emailId}`,
    );
    // Of mail that is not shared no file is kept.
    const fileId = rows[0]?.id ?? createId<FileId>();
    this.nouns.set(id, 'correspondence').set(emailId, 'email').set(fileId, 'attachment');
    return { id, emailId, fileId };
  }

  /** Two contacts that were merged, by the id under which that is undone. */
  async mergedContact(): Promise<string> {
    const ids = { keptId: await this.contact(), mergedId: await this.contact() };
    const { mergeId } = await this.api(this.people.owner).contacts.merge.mutate(ids);
    this.nouns.set(mergeId, 'contact merge');
    return mergeId;
  }

  /** A note on a contact. */
  async activity(): Promise<ActivityId> {
    const id = createId<ActivityId>();
    const contactIds = [await this.contact()];
    await this.api(this.people.owner).activities.add.mutate({ id, type: 'TYPE_NOTE', contactIds, body: 'Likes oak.' });
    this.nouns.set(id, 'activity');
    return id;
  }

  /** A mailbox of a person's with one private mail. */
  async unsharedMail(person: TestPerson): Promise<{ mailboxId: MailboxId; id: CorrespondenceId }> {
    const mailbox = createTestMailbox({ teamId: this.teamId, userId: person.userId }, `${randomUUID()}@acme.example`);
    const { correspondenceId: id } = await storeEmail(this.app.ports, arrive(mailbox, createSource()));
    if (id === undefined) throw new Error('The mail was not stored.');
    this.nouns.set(mailbox.mailboxId, 'mailbox').set(id, 'correspondence');
    return { mailboxId: mailbox.mailboxId, id };
  }

  /** A sharing rule that the owner proposed. */
  async teamRule(): Promise<string> {
    const value = `${randomUUID()}.example`;
    const [rule] = await this.api(this.people.owner).sharing.proposeTeamRule.mutate({ kind: 'domain', value });
    if (rule === undefined) throw new Error('The rule was not proposed.');
    this.nouns.set(rule.id, 'team rule');
    return rule.id;
  }

  /** A correspondence of two that were merged by hand, with the word that says so. */
  async merged(): Promise<{ id: CorrespondenceId; wordId: string; emailIds: EmailId[] }> {
    const [left, right] = [await this.correspondence(), await this.correspondence()];
    const { correspondences } = this.api(this.people.owner);
    const { wordId } = await correspondences.merge.mutate({ id: left.id, otherId: right.id });
    this.nouns.set(wordId, 'word');
    return { id: left.id, wordId, emailIds: [left.emailId, right.emailId] };
  }

  async invitation(): Promise<string> {
    const { id } = await this.api(this.people.owner).teams.invite.mutate({
      email: `${randomUUID()}@example.com`,
      role: 'member',
    });
    this.nouns.set(id, 'invitation');
    return id;
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

  /** Begins connecting a new account for a person and says yes at Google; made up for those who may not. */
  async mailConsent(
    person: TestPerson,
    features: MailFeature[] = ['read'],
  ): Promise<{ readonly state: string; readonly code: string }> {
    if (person.role === 'viewer') return { state: randomUUID(), code: 'none' };
    const redirectUri = `https://${extensionId}.chromiumapp.org/`;
    const begun = await this.api(person).mailboxes.begin.mutate({ provider: 'gmail', redirectUri, features });
    const { address } = this.#gmail.addMailbox(`${randomUUID()}@gmail.example`);
    const back = new URL(this.#gmail.authority.consent(begun.url, address)).searchParams;
    return { state: back.get('state') ?? '', code: back.get('code') ?? '' };
  }

  /** A connected mailbox of this person's (of the owner's when they may not connect one). */
  async mailbox(person: TestPerson): Promise<MailboxId> {
    const owner = person.role === 'viewer' ? this.people.owner : person;
    const { id } = await this.api(owner).mailboxes.finish.mutate(await this.mailConsent(owner));
    this.nouns.set(id, 'mailbox');
    return id;
  }

  /** A teammate's mailbox whose address this person proved to be theirs too. */
  async takenMailbox(person: TestPerson): Promise<MailboxId> {
    const { owner, admin } = this.people;
    const mailboxId = await this.mailbox(person === owner ? admin : owner);
    await this.app.ports.db.execute(sql`
      insert into mailbox_request (team_id, mailbox_id, user_id)
      values (${this.teamId}, ${mailboxId}, ${person.userId})`);
    return mailboxId;
  }

  /** The same, allowed to send. */
  async sendingMailbox(person: TestPerson): Promise<MailboxId> {
    const owner = person.role === 'viewer' ? this.people.owner : person;
    const { id } = await this.api(owner).mailboxes.finish.mutate(await this.mailConsent(owner, ['read', 'send']));
    this.nouns.set(id, 'mailbox');
    return id;
  }

  /** A mail to a customer that this person has in hand (the owner, when they may not write one). */
  async outgoing(person: TestPerson, state: 'draft' | 'failed' | 'unknown'): Promise<{ id: OutgoingMailId }> {
    const writer = person.role === 'viewer' ? this.people.owner : person;
    const { emailId } = await this.correspondence();
    const mailboxId = state === 'draft' ? null : await this.sendingMailbox(writer);
    const draft = createOutgoingDraft({ emailId, mailboxId });
    await this.api(writer).outgoingMail.save.mutate(draft);
    this.nouns.set(draft.id, 'outgoing mail');
    const { db } = this.app.ports;
    const key = sql`team_id = ${this.teamId} and id = ${draft.id}`;
    if (state !== 'draft') await db.execute(sql`update outgoing_mail set state = 'queued' where ${key}`);
    if (state !== 'draft') await db.execute(sql`update outgoing_mail set state = ${state} where ${key}`);
    return { id: draft.id };
  }

  /** One of each noun, for another team to ask for in vain. */
  async oneOfEach(): Promise<Readonly<Record<Noun, string>>> {
    const { owner } = this.people;
    const { discussionId, messageId } = await this.discussion(owner);
    const { id: correspondence, emailId: email, fileId: attachment } = await this.correspondence();
    return {
      correspondence,
      email,
      attachment,
      word: (await this.merged()).wordId,
      'contact merge': await this.mergedContact(),
      activity: await this.activity(),
      discussion: discussionId,
      message: messageId,
      contact: await this.contact(),
      user: await this.member(),
      invitation: await this.invitation(),
      device: await this.device(owner),
      channel: this.channelId,
      file: await this.file(owner),
      mailbox: await this.mailbox(owner),
      'team rule': await this.teamRule(),
      'outgoing mail': (await this.outgoing(owner, 'draft')).id,
    };
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

/** A mail that nobody has spoken about yet. */
export function newMail(): MailClaim {
  const id = randomBytes(8).toString('hex');
  return {
    webmail: 'gmail',
    account: 'support@acme.example',
    thread: { kind: 'gmail-thread', id },
    subject: 'A late order',
    sender: { name: 'Carla Customer', address: 'carla@shop.example' },
    participants: [{ name: 'Carla Customer', address: 'carla@shop.example' }],
    fingerprints: [randomBytes(32).toString('hex')],
    url: 'https://mail.google.com/mail/u/0/#inbox/x',
  };
}
