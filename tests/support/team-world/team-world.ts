import { randomBytes } from 'node:crypto';
import type { MailClaim } from '#shared/contract/correspondence.ts';
import type { Visibility } from '#shared/contract/discussion.ts';
import type { ActivityId, ContactId, DiscussionId, MessageId, TemplateId } from '#shared/contract/ids.ts';
import type { Role } from '#shared/contract/person.ts';
import { createId } from '#server/kernel/ids.ts';
import { createTemplate } from '../create-template.ts';
import type { GmailStandIn } from '../gmail-api/index.ts';
import type { MailServers } from '../mail-servers/index.ts';
import { addTestMember, addTestTeam, type TestPerson } from '../people.ts';
import type { SlackStandIn } from '../slack/index.ts';
import type { TestApp } from '../test-app.ts';
import { MailWorld } from './mail-world.ts';
import type { Noun } from './people-world.ts';

/** Makes things in one team on behalf of one person, through the server, and remembers what each id names. */
export class TeamWorld extends MailWorld {
  /** A team with one person of each role and a connected chat workspace with one channel. */
  static async create(
    app: TestApp,
    standIns: { slack: SlackStandIn; gmail: GmailStandIn; servers: MailServers },
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

  /** Two contacts that were merged, by the id under which that is undone. */
  async mergedContact(): Promise<string> {
    const ids = { keptId: await this.contact(), mergedId: await this.contact() };
    const { mergeId } = await this.api(this.people.owner).contacts.merge.mutate(ids);
    this.nouns.set(mergeId, 'contact merge');
    return mergeId;
  }

  /** A template of this person's own (the owner's, when they may have none). */
  async template(person: TestPerson): Promise<{ id: TemplateId }> {
    const writer = person.role === 'viewer' ? this.people.owner : person;
    const { id } = await this.api(writer).templates.save.mutate(createTemplate({ scope: 'own' }));
    this.nouns.set(id, 'template');
    return { id };
  }

  /** A note on a contact. */
  async activity(): Promise<ActivityId> {
    const id = createId<ActivityId>();
    const contactIds = [await this.contact()];
    await this.api(this.people.owner).activities.add.mutate({ id, type: 'TYPE_NOTE', contactIds, body: 'Likes oak.' });
    this.nouns.set(id, 'activity');
    return id;
  }

  /** One of each noun, for another team to ask for in vain. */
  async oneOfEach(): Promise<Readonly<Record<Noun, string>>> {
    const { owner } = this.people;
    const { discussionId, messageId } = await this.discussion(owner);
    const { id: correspondence, emailId: email, fileId: attachment } = await this.correspondence();
    const delivery = await this.webhookDelivery();
    const [webhook] = await this.api(owner).webhooks.list.query();
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
      template: (await this.template(owner)).id,
      webhook: webhook?.id ?? '',
      'webhook delivery': delivery.id,
      'outgoing mail': (await this.outgoing(owner, 'draft')).id,
    };
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
