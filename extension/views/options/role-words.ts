import type { Role } from '#shared/contract/person.ts';

export const roleNames: Record<Role, string> = { owner: 'Owner', admin: 'Admin', member: 'Member', viewer: 'Viewer' };

export const roleNotes: Record<Role, string> = {
  owner: 'can do everything, also make owners',
  admin: 'looks after people and Slack, and writes',
  member: 'reads and writes',
  viewer: 'reads only',
};

export const roles = Object.keys(roleNames) as Role[];

/** Which roles somebody may give to others: nobody above their own. */
export function rolesToGive(own: Role): Role[] {
  if (own === 'owner') return roles;
  return own === 'admin' ? ['admin', 'member', 'viewer'] : [];
}
