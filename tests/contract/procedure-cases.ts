import { randomBytes, randomUUID } from 'node:crypto';
import type { inferRouterInputs } from '@trpc/server';
import { and, eq } from 'drizzle-orm';
import type { ActivityId, ContactId, DiscussionId, MessageId, OutgoingMailId } from '#shared/contract/ids.ts';
import type { OutgoingDraft } from '#shared/contract/outgoing-mail.ts';
import type { TemplateAbout } from '#shared/contract/template.ts';
import { extensionId } from '#shared/extension-id.ts';
import { chatOutbox } from '#server/db/schema/index.ts';
import type { AppRouter } from '#server/edges/trpc/router.ts';
import { createId } from '#server/kernel/ids.ts';
import { createTemplate } from '#tests/support/create-template.ts';
import { createOutgoingDraft } from '#tests/support/outgoing-draft.ts';
import type { TestPerson } from '#tests/support/people.ts';
import { newMail, type TeamWorld } from '#tests/support/team-world/team-world.ts';
import type { MakeInput } from './make-input.ts';
import { mailboxCases, sharingCases } from './mailbox-cases.ts';

type Inputs = inferRouterInputs<AppRouter>;

const nothing = () => undefined;
const hash = () => randomBytes(32).toString('hex');

/** A valid input for every procedure. A procedure that is missing here fails the type check and the test. */
export const procedureCases: {
  readonly [Noun in keyof Inputs]: { readonly [Verb in keyof Inputs[Noun]]: MakeInput<Inputs[Noun][Verb]> };
} = {
  session: {
    get: nothing,
    end: nothing,
    setName: () => ({ name: 'Ana, renamed' }),
    setPicture: () => ({ base64: null }),
    askForEmail: () => ({ email: `${randomUUID()}@example.com`, language: 'en' }),
  },
  devices: { list: nothing, revoke: async (world, person) => ({ id: await world.device(person) }) },
  teams: {
    members: nothing,
    invitations: nothing,
    invite: () => ({ email: `${randomUUID()}@example.com`, role: 'member' }),
    cancelInvitation: async (world) => ({ id: await world.invitation() }),
    setRole: async (world) => ({ userId: await world.member(), role: 'viewer' }),
    removeMember: async (world) => ({ userId: await world.member() }),
    departure: (_world, person) => ({ userId: person.userId }),
    leave: async (world) => void (await world.member('owner')),
    rename: () => ({ name: 'Ours, renamed' }),
    setPresence: () => ({ enabled: true }),
  },
  webmail: {
    selectors: nothing,
    reportLosses: () => ({
      losses: [{ webmail: 'gmail', kind: 'markup-changed', selectors: '2026-11-20', count: 2 }],
    }),
    losses: nothing,
  },
  correspondences: {
    list: () => ({ view: 'all' }),
    get: async (world) => ({ id: (await world.correspondence()).id }),
    explain: async (world) => ({ id: (await world.correspondence()).id }),
    mark: async (world) => ({ id: (await world.correspondence()).id, unread: true }),
    change: async (world) => ({
      id: (await world.correspondence()).id,
      change: { state: 'closed', assigneeId: world.people.admin.userId, addTags: ['urgent'] },
    }),
    merge: async (world) => ({ id: (await world.correspondence()).id, otherId: (await world.correspondence()).id }),
    split: async (world) => {
      const { id, emailIds } = await world.merged();
      return { id, emailIds: emailIds.slice(0, 1) };
    },
    undo: async (world) => ({ wordId: (await world.merged()).wordId }),
    open: () => ({
      webmail: 'gmail',
      account: hash(),
      thread: hash(),
      addresses: [hash()],
      domains: [hash()],
      fingerprints: [hash()],
    }),
    join: async (world, person) => {
      const mail = newMail();
      const { discussionId } = await world.discussion(world.people.owner, mail);
      return { discussionId, mail: { ...mail, account: person.email, thread: newMail().thread } };
    },
    refuseJoin: async (world) => ({ discussionId: (await world.discussion(world.people.owner)).discussionId }),
  },
  emails: {
    markup: async (world) => ({ id: (await world.correspondence()).emailId }),
    fileText: async (world) => ({ id: (await world.correspondence()).fileId }),
  },
  activities: {
    timeline: async (world) => ({ contactId: await world.contact() }),
    add: async (world) => ({
      id: createId<ActivityId>(),
      type: 'TYPE_CALL',
      contactIds: [await world.contact()],
      correspondenceId: (await world.correspondence()).id,
      body: 'Spoke about the benches.',
    }),
    change: async (world) => ({ id: await world.activity(), version: 1, change: { body: 'Spoke twice.' } }),
    remove: async (world) => ({ id: await world.activity() }),
    restore: async (world) => ({ id: await world.activity() }),
  },
  apiTokens: {
    list: nothing,
    create: () => ({ name: 'Reports', scopes: ['correspondences:read'] }),
    revoke: async (world, person) => {
      const made = await world.api(person).apiTokens.create.mutate({ name: 'Old', scopes: ['correspondences:read'] });
      return { id: made.id };
    },
  },
  webhooks: {
    list: nothing,
    create: () => ({ url: 'https://hooks.example.com/mail' }),
    rotate: (world) => world.webhook(),
    switch: async (world) => ({ ...(await world.webhook()), isOn: false }),
    remove: (world) => world.webhook(),
    test: (world) => world.webhook(),
    deliveries: (world) => world.webhook(),
    redeliver: (world) => world.webhookDelivery(),
  },
  sharing: sharingCases,
  contacts: {
    complete: () => ({ text: 'Carla' }),
    save: () => ({ id: createId<ContactId>(), name: 'New', address: `${randomUUID()}@shop.example` }),
    update: async (world) => ({
      id: await world.contact(),
      version: 1,
      change: { name: 'Carla C.', ownerId: world.people.admin.userId },
    }),
    remove: async (world) => ({ id: await world.contact() }),
    addAddress: async (world) => ({ id: await world.contact(), address: `${randomUUID()}@other.example` }),
    removeAddress: async (world) => ({ id: await world.contact(), address: 'unheard-of@other.example' }),
    merge: async (world) => ({ keptId: await world.contact(), mergedId: await world.contact() }),
    undoMerge: async (world) => ({ mergeId: await world.mergedContact() }),
  },
  discussions: {
    list: () => ({ cursor: null }),
    get: discussionOf,
    post: async (world, person) => ({
      messageId: createId<MessageId>(),
      target: { kind: 'discussion', ...(await discussionOf(world, person)) },
      body: 'Hello',
      mentions: [world.people.admin.userId],
      fileIds: [await world.file(person)],
    }),
    editMessage: async (world, person) => ({ ...(await world.discussion(person)), body: 'Better' }),
    deleteMessage: (world, person) => world.discussion(person),
    restoreMessage: async (world, person) => {
      const at = await world.discussion(person);
      if (person.role !== 'viewer') await world.api(person).discussions.deleteMessage.mutate(at);
      return at;
    },
    react: async (world, person) => ({ ...(await world.discussion(person)), emoji: '👍', on: true }),
    retry: async (world, person) => {
      const at = await world.discussion(person);
      const { db } = world.app.ports;
      const ofMessage = and(eq(chatOutbox.teamId, world.teamId), eq(chatOutbox.messageId, at.messageId));
      await db.update(chatOutbox).set({ state: 'failed' }).where(ofMessage);
      return at;
    },
    markRead: async (world, person) => ({ ...(await discussionOf(world, person)), seq: 1 }),
    markUnread: async (world, person) => ({ ...(await discussionOf(world, person)), seq: 1 }),
    follow: async (world, person) => ({ ...(await discussionOf(world, person)), on: true }),
    mute: async (world, person) => ({ ...(await discussionOf(world, person)), on: true }),
    remove: discussionOf,
    restore: async (world, person) => {
      const at = await discussionOf(world, person);
      await world.api(world.people.owner).discussions.remove.mutate(at);
      return at;
    },
    setChannel: async (world, person) => ({ ...(await discussionOf(world, person)), channelId: world.channelId }),
    invite: async (world, person) => ({
      ...(await discussionOf(world, person)),
      userIds: [world.people.member.userId],
    }),
    history: async (world, person) => ({ ...(await discussionOf(world, person)), beforeSeq: 1 }),
    search: () => ({ query: 'order' }),
  },
  notifications: {
    assigned: nothing,
    claim: () => ({ localTime: { minute: 600, weekday: 1 } }),
    noteShown: async (world, person) => ({ messageIds: [(await world.discussion(person)).messageId] }),
    settings: nothing,
    setSettings: () => ({ mentions: true, assignments: true, quiet: { from: 1_140, until: 420 }, quietWeekends: true }),
  },
  presence: {
    beat: async (world, person) => ({ ...(await discussionOf(world, person)), state: 'open' }),
  },
  mailboxes: mailboxCases,
  outgoingMail: {
    list: async (world) => ({ correspondenceId: (await world.correspondence()).id }),
    get: draftOf,
    prepare: async (world) => ({ kind: 'reply', emailId: (await world.correspondence()).emailId }),
    aliases: async (world, person) => ({ mailboxId: await world.sendingMailbox(person) }),
    save: newDraft,
    send: async (world, person) => ({ ...(await newDraft(world)), mailboxId: await world.sendingMailbox(person) }),
    link: async (world, person) => ({
      ...(await world.outgoing(person, 'draft')),
      add: [{ kind: 'case', recordId: '4711' }],
    }),
    undo: draftOf,
    retry: (world, person) => world.outgoing(person, 'failed'),
    confirm: (world, person) => world.outgoing(person, 'unknown'),
    takeOver: draftOf,
    discard: draftOf,
    restore: draftOf,
  },
  templates: {
    list: nothing,
    values: templateAbout,
    use: async (world, person) => ({ ...(await world.template(person)), about: await templateAbout(world) }),
    save: async (world, person) =>
      createTemplate({ files: [{ fileId: await world.file(person), name: 'a', size: 1 }] }),
    export: async (world, person) => ({ ids: [(await world.template(person)).id] }),
    import: () => ({ scope: 'own', files: [{ name: 'Thanks.md', base64: btoa('Thank you!') }] }),
    remove: (world, person) => world.template(person),
    restore: async (world, person) => {
      const at = await world.template(person);
      if (person.role !== 'viewer') await world.api(person).templates.remove.mutate(at);
      return at;
    },
  },
  live: { events: () => ({ cursor: null }) },
  chat: {
    status: nothing,
    channels: withChat,
    people: withChat,
    setDefaultChannel: async (world) => {
      await world.ensureChat();
      return { channelId: world.channelId };
    },
    setShowsMail: async (world) => {
      await world.ensureChat();
      return { showsMail: true };
    },
    begin: () => ({ purpose: 'link-person', redirectUri: `https://${extensionId}.chromiumapp.org/` }),
    finish: (world, person) => consented(world, person),
    disconnect: withChat,
    unlinkMe: async (world, person) => {
      const answer = await consented(world, person);
      if (person.role !== 'viewer') await world.api(person).chat.finish.mutate(answer);
    },
  },
};

async function templateAbout(world: TeamWorld): Promise<TemplateAbout> {
  return {
    recipient: { name: 'Carla', address: 'carla@shop.example' },
    correspondenceId: (await world.correspondence()).id,
    mailboxId: null,
  };
}

function draftOf(world: TeamWorld, person: TestPerson): Promise<{ id: OutgoingMailId }> {
  return world.outgoing(person, 'draft');
}

async function newDraft(world: TeamWorld): Promise<OutgoingDraft> {
  return createOutgoingDraft({ emailId: (await world.correspondence()).emailId });
}

async function discussionOf(world: TeamWorld, person: TestPerson): Promise<{ discussionId: DiscussionId }> {
  return { discussionId: (await world.discussion(person)).discussionId };
}

async function withChat(world: TeamWorld): Promise<undefined> {
  await world.ensureChat();
}

/** What Slack's consent came back with; made up for a person who may not ask for it. */
async function consented(world: TeamWorld, person: TestPerson): Promise<{ state: string; code: string }> {
  await world.ensureChat();
  return person.role === 'viewer' ? { state: hash(), code: 'none' } : world.consent(person, 'link-person');
}
