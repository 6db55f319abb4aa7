import type { Role } from '#shared/contract/person.ts';
import type { Context } from './context.ts';
import { Problem } from './problem.ts';

/** What may be done, and by which roles. A procedure names one of these or is refused at build time. */
export const permissions = {
  'team.read': ['owner', 'admin', 'member', 'viewer'],
  'team.manage': ['owner', 'admin'],
  'team.own': ['owner'],
  'discussion.read': ['owner', 'admin', 'member', 'viewer'],
  'discussion.write': ['owner', 'admin', 'member'],
  'correspondence.read': ['owner', 'admin', 'member', 'viewer'],
  'correspondence.write': ['owner', 'admin', 'member'],
  'api-token.own': ['owner', 'admin', 'member', 'viewer'],
  'contact.read': ['owner', 'admin', 'member', 'viewer'],
  'contact.write': ['owner', 'admin', 'member'],
  'chat.read': ['owner', 'admin', 'member', 'viewer'],
  'chat.manage': ['owner', 'admin'],
  'chat.link': ['owner', 'admin', 'member'],
  'mailbox.read': ['owner', 'admin', 'member', 'viewer'],
  'mailbox.connect': ['owner', 'admin', 'member'],
  'webhook.manage': ['owner', 'admin'],
  'outgoing-mail.read': ['owner', 'admin', 'member', 'viewer'],
  'outgoing-mail.write': ['owner', 'admin', 'member'],
  'template.read': ['owner', 'admin', 'member'],
  'template.write': ['owner', 'admin', 'member'],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof permissions;

/** True when the role of `ctx` includes `permission`. */
export function mayDo(ctx: Pick<Context, 'role'>, permission: Permission): boolean {
  return (permissions[permission] as readonly Role[]).includes(ctx.role);
}

/** Throws Problem 'not-allowed' unless the role of `ctx` includes `permission`. */
export function requirePermission(ctx: Pick<Context, 'role'>, permission: Permission): void {
  if (mayDo(ctx, permission)) return;
  throw new Problem(
    'not-allowed',
    `Your role in this team (${ctx.role}) does not allow this. Ask an admin of the team.`,
  );
}
