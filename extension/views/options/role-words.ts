import type { TextKey } from '#extension/language/messages.ts';
import type { Role } from '#shared/contract/person.ts';

export const roleNames: Record<Role, TextKey> = {
  owner: 'role.owner',
  admin: 'role.admin',
  member: 'role.member',
  viewer: 'role.viewer',
};

/** What a role may do, in a sentence. */
export const roleNotes: Record<Role, TextKey> = {
  owner: 'role.ownerNote',
  admin: 'role.adminNote',
  member: 'role.memberNote',
  viewer: 'role.viewerNote',
};

export const roles = Object.keys(roleNames) as Role[];

/** Which roles somebody may give to others: nobody above their own. */
export function rolesToGive(own: Role): Role[] {
  if (own === 'owner') return roles;
  return own === 'admin' ? ['admin', 'member', 'viewer'] : [];
}

/** Whether the role runs the team. */
export const isAdmin = (role: Role | undefined): boolean => role === 'owner' || role === 'admin';
