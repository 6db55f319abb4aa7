import { z } from 'zod';
import { ApiTokenId } from './ids.ts';
import { Line } from './plain-text.ts';

/** What a token of the REST API may be used for, beside what its person may do. */
export const ApiScope = z.enum([
  'correspondences:read',
  'correspondences:write',
  'activities:write',
  'mailboxes:read',
  'mailboxes:write',
  'mail:read',
  'mail:send',
]);
export type ApiScope = z.infer<typeof ApiScope>;

/** A token as its person sees it afterwards; `hint` is its last four characters. */
export const ApiToken = z.object({
  id: ApiTokenId,
  name: z.string(),
  hint: z.string(),
  scopes: z.array(ApiScope),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().nullable(),
  lastUsedAt: z.iso.datetime().nullable(),
});
export type ApiToken = z.infer<typeof ApiToken>;

export const CreateApiToken = z.object({
  name: Line(100).pipe(z.string().min(1, { error: 'A token needs a name by which you know it again.' })),
  scopes: z.array(ApiScope).min(1, { error: 'Choose what the token may be used for.' }).max(10),
  /** Null: until it is revoked. */
  expiresInDays: z.int().min(1).max(3650).nullable().default(365),
});
export type CreateApiToken = z.output<typeof CreateApiToken>;
