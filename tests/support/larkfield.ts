import { company, mara, teammates } from './mail-data.ts';
import type { HttpPerson } from './team-over-http.ts';
import type { SlackSeed } from './slack/seed.ts';

/** The password of everybody in the invented company, which exists only on stand-ins and throw-away databases. */
export const demoPassword = 'larkfield-demo-1';

/** The invented company's people as they sign up. */
export const people: readonly HttpPerson[] = teammates.map(({ name, address }) => ({
  name,
  email: address,
  password: demoPassword,
}));

/** The person whose browser is shown; the team's owner. */
export const owner: HttpPerson = { name: mara.name, email: mara.address, password: demoPassword };

/** The company's Slack: the same people, a channel for customers' mail, and others to choose from. */
export const larkfieldSlack: SlackSeed = {
  team: { name: company.name, domain: 'larkfield' },
  users: teammates.map(({ name, address }, index) => ({
    name: address.split('@')[0] ?? name,
    realName: name,
    displayName: name,
    email: address,
    isAdmin: index === 0,
  })),
  channels: [
    { name: 'general', members: teammates.map(({ address }) => address.split('@')[0] ?? '') },
    {
      name: 'customers',
      members: teammates.map(({ address }) => address.split('@')[0] ?? ''),
      topic: 'Customers’ mail',
    },
    { name: 'workshop', members: ['tom', 'priya'] },
    { name: 'with-brightwater', members: ['mara', 'tom'], isExtShared: true },
  ],
};
