import type { ChannelDraft, UserDraft, Workspace } from './workspace.ts';

/** What a workspace starts with. */
export interface SlackSeed {
  team?: { id?: string; name?: string; domain?: string };
  users?: UserDraft[];
  channels?: ChannelDraft[];
}

/** A small company: enough people and channels to meet every rule. */
export const DEFAULT_SEED: SlackSeed = {
  team: { name: 'Northwind Instruments', domain: 'northwind-instruments' },
  users: [
    { name: 'ana', realName: 'Ana Duarte', email: 'ana@northwind.example', title: 'Customer success', isAdmin: true },
    { name: 'ben', realName: 'Ben Okafor', email: 'ben@northwind.example', title: 'Sales' },
    { name: 'chiara', realName: 'Chiara Rossi', email: 'chiara@northwind.example', title: 'Logistics' },
    { name: 'dmitri', realName: 'Dmitri Volkov', email: 'dmitri@northwind.example', title: 'Engineering' },
    { name: 'gina', realName: 'Gina Guest', email: 'gina@freelance.example', title: 'Contractor', isRestricted: true },
    { name: 'lee', realName: 'Lee Left', email: 'lee@northwind.example', deleted: true },
  ],
  channels: [
    { name: 'general', members: ['ana', 'ben', 'chiara', 'dmitri'] },
    { name: 'customers', members: ['ana', 'ben', 'chiara', 'dmitri'], topic: 'What we say about customers’ mail' },
    { name: 'logistics', members: ['ana', 'chiara'] },
    { name: 'deals', kind: 'private', members: ['ana', 'ben'] },
    { name: 'old-support', members: ['ana', 'ben'], isArchived: true },
    { name: 'with-acme', members: ['ana', 'ben'], isExtShared: true },
  ],
};

/** Fills a workspace. */
export function fillWorkspace(workspace: Workspace, seed: SlackSeed): void {
  for (const user of seed.users ?? DEFAULT_SEED.users ?? []) workspace.addUser(user);
  for (const channel of seed.channels ?? DEFAULT_SEED.channels ?? []) workspace.addChannel(channel);
}
