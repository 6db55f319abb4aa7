import { randomUUID } from 'node:crypto';
import type { inferRouterInputs } from '@trpc/server';
import type { MailboxId } from '#shared/contract/ids.ts';
import { extensionId } from '#shared/extension-id.ts';
import type { AppRouter } from '#server/edges/trpc/router.ts';
import type { TestPerson } from '#tests/support/people.ts';
import type { TeamWorld } from '#tests/support/team-world/team-world.ts';
import type { MakeInput } from './make-input.ts';

type Inputs = inferRouterInputs<AppRouter>;
type Cases<Noun extends keyof Inputs> = { readonly [Verb in keyof Inputs[Noun]]: MakeInput<Inputs[Noun][Verb]> };

const nothing = () => undefined;

export const mailboxCases: Cases<'mailboxes'> = {
  list: nothing,
  failed: mailboxOf,
  begin: () => ({ provider: 'gmail', redirectUri: `https://${extensionId}.chromiumapp.org/` }),
  finish: (world, person) => world.mailConsent(person),
  connectAccount: (world) => world.mailAccount(),
  renewPassword: (world, person) => world.accountMailbox(person),
  change: async (world, person) => ({ ...(await mailboxOf(world, person)), isPaused: true }),
  check: mailboxOf,
  retryFailed: mailboxOf,
  disconnect: mailboxOf,
  signature: mailboxOf,
  setSignature: async (world, person) => ({ ...(await mailboxOf(world, person)), body: 'Olga' }),
  taken: nothing,
  ask: async (world, person) => ({ mailboxId: await world.takenMailbox(person) }),
  addUser: userOf,
  removeUser: userOf,
  openThread: () => ({ provider: 'gmail', address: 'nobody@shop.example', threadId: '18c' }),
};

export const sharingCases: Cases<'sharing'> = {
  get: unshared,
  preview: async (world, person) => ({ ...(await unshared(world, person)), rules: [{ kind: 'all' }] }),
  confirm: async (world, person) => ({
    ...(await unshared(world, person)),
    rules: [{ kind: 'domain', value: 'weiss-tools.example' }],
    confirmedMails: 1,
  }),
  shareThread: async (world, person) => ({ id: (await world.unsharedMail(person)).id, sharing: 'share' }),
  teamRules: nothing,
  proposeTeamRule: () => ({ kind: 'domain', value: `${randomUUID()}.example` }),
  withdrawTeamRule: async (world) => ({ ruleId: await world.teamRule() }),
  previewTeamRule: async (world, person) => ({
    ...(await unshared(world, person)),
    ruleId: await world.teamRule(),
  }),
  answerTeamRule: async (world, person) => ({
    ...(await unshared(world, person)),
    ruleId: await world.teamRule(),
    accept: true,
    confirmedMails: 1,
  }),
};

async function mailboxOf(world: TeamWorld, person: TestPerson): Promise<{ mailboxId: MailboxId }> {
  return { mailboxId: await world.mailbox(person) };
}

async function userOf(world: TeamWorld, person: TestPerson) {
  return { ...(await mailboxOf(world, person)), userId: await world.member() };
}

async function unshared(world: TeamWorld, person: TestPerson): Promise<{ mailboxId: MailboxId }> {
  return { mailboxId: (await world.unsharedMail(person)).mailboxId };
}
