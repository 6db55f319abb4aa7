import { createAccessControl } from 'better-auth/plugins/access';
import { adminAc, defaultStatements, memberAc, ownerAc } from 'better-auth/plugins/organization/access';

const ac = createAccessControl(defaultStatements);

/** The roles of a team as better-auth knows them. What each may do in Sidethread is said by kernel/permission.ts. */
export const roles = {
  ac,
  roles: { owner: ownerAc, admin: adminAc, member: memberAc, viewer: ac.newRole({ ac: ['read'] }) },
};
