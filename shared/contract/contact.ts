import { z } from 'zod';
import { CompanyId, ContactId, KeyedHash, UserId } from './ids.ts';
import { Line } from './plain-text.ts';

export const ContactStatus = z.enum(['new', 'lead', 'customer', 'partner', 'former']);
export type ContactStatus = z.infer<typeof ContactStatus>;

/** Fields that a team may fill freely; keys are shown as written. */
export const ContactFields = z.record(z.string().min(1).max(60), z.string().max(2_000));

export const Company = z.object({ id: CompanyId, name: z.string(), domain: z.string() });
export type Company = z.infer<typeof Company>;

export const ContactActivity = z.object({
  kind: z.enum(['saved', 'edited', 'discussion-started', 'message']),
  at: z.iso.datetime(),
  actorName: z.string(),
  summary: z.string(),
});
export type ContactActivity = z.infer<typeof ContactActivity>;

/** `version` counts edits; an update names the version it was made on. `pictureUrl` null: initials. */
export const Contact = z.object({
  id: ContactId,
  name: z.string(),
  addresses: z.array(z.object({ address: z.string(), hash: KeyedHash })),
  company: Company.nullable(),
  owner: z.object({ id: UserId, name: z.string() }).nullable(),
  status: ContactStatus,
  fields: ContactFields,
  newestActivity: ContactActivity.nullable(),
  pictureUrl: z.string().nullable(),
  version: z.number().int(),
  updatedAt: z.iso.datetime(),
});
export type Contact = z.infer<typeof Contact>;

/** Saves a person the page shows. `id` is client-made, so a repeat is the same contact. */
export const SaveContact = z.object({
  id: ContactId,
  name: Line(200),
  address: z.email({ error: 'That e-mail address is not complete.' }).max(254),
});
export type SaveContact = z.infer<typeof SaveContact>;

export const UpdateContact = z.object({
  id: ContactId,
  version: z.number().int(),
  change: z.object({
    name: Line(200).optional(),
    companyName: Line(200).optional(),
    ownerId: UserId.nullable().optional(),
    status: ContactStatus.optional(),
    fields: ContactFields.optional(),
  }),
});
export type UpdateContact = z.infer<typeof UpdateContact>;
