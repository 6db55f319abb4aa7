import { z } from '@hono/zod-openapi';

/** A time on these routes: `2017-03-03 10:38:48`, in UTC. */
export const Time = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/)
  .openapi({ example: '2026-11-02 09:00:00' });

/** @returns the time as `Time` has it. */
export function toTime(time: Date | string): string {
  return new Date(time).toISOString().slice(0, 19).replace('T', ' ');
}

export const User = z
  .object({
    id: z.string(),
    first_name: z.string(),
    last_name: z.string(),
    phone_number: z.string().nullable(),
    job_title: z.string().nullable(),
    email: z.string(),
    email_notifications: z.boolean(),
    profile_picture: z.string().nullable(),
    created_at: Time,
    updated_at: Time,
  })
  .openapi('User');
export type User = z.infer<typeof User>;

export const Account = z.object({ id: z.string(), name: z.string() }).openapi('Account');

const Field = z.object({
  id: z.string(),
  type: z.string(),
  name: z.string(),
  label: z.string(),
  value: z.string().nullable(),
  validation: z.string().nullable(),
  required: z.boolean(),
  hidden: z.boolean(),
  read_only: z.boolean(),
  sort_order: z.number().int(),
});
export type Field = z.infer<typeof Field>;

export const Contact = z
  .object({
    id: z.string(),
    b2c: z.boolean(),
    account: Account,
    user: User.nullable(),
    team_id: z.string().nullable(),
    team: z.null(),
    status: z.string(),
    fixed_fields: z.array(Field),
    custom_fields: z.array(Field),
    created_at: Time,
    updated_at: Time,
    latest_activity_at: Time.nullable(),
    social_profile: z.object({}),
  })
  .openapi('Contact');
export type Contact = z.infer<typeof Contact>;

/** A teammate, a contact, or an address that belongs to neither. */
export const Party = z
  .union([
    z.object({ user_id: z.string() }),
    z.object({
      email_address: z.string(),
      account: Account,
      contact: z.object({ id: z.string(), name: z.string() }),
    }),
    z.object({ email_address: z.string() }),
  ])
  .openapi('Party');
export type Party = z.infer<typeof Party>;

export const Attachment = z
  .object({
    id: z.string(),
    name: z.string(),
    type: z.string(),
    size: z.number().int(),
    url: z.string().openapi({ description: 'Reads the file without a token, for an hour or two; then ask again.' }),
    created_at: Time,
    updated_at: Time,
    user_id: z.string(),
    user: User.nullable(),
    case_id: z.string().nullable(),
    email_id: z.string(),
    activity_id: z.string().nullable(),
  })
  .openapi('Attachment');

const Parsed = z.object({
  fragments: z.array(
    z.object({ content: z.string(), is_hidden: z.boolean(), is_signature: z.boolean(), is_quoted: z.boolean() }),
  ),
  visible_text: z.string(),
});

export const Email = z
  .object({
    id: z.string(),
    activity_id: z.string().nullable(),
    correspondence_id: z.string(),
    user: User.nullable(),
    contacts: z.array(Contact),
    case_id: z.string().nullable(),
    relations_path_name: z.string().nullable(),
    type: z.enum(['activity-outgoing', 'activity-outgoing-reply', 'activity-incoming']),
    sender: z.string(),
    from: z.array(Party),
    recipients: z.array(Party),
    cc: z.array(Party),
    bcc: z.array(Party),
    subject: z.string(),
    attachments: z.array(Attachment).nullable(),
    content: z.string(),
    parsed: Parsed,
    body: z.string().nullable(),
    sent_at: Time.nullable(),
    created_at: Time,
    updated_at: Time,
  })
  .openapi('Email');
export type Email = z.infer<typeof Email>;

export const Pagination = z
  .object({
    total: z.number().int(),
    page: z.number().int(),
    per_page: z.number().int(),
    urls: z.object({ previous: z.string().nullable(), next: z.string().nullable() }),
  })
  .openapi('Pagination');
export type Pagination = z.infer<typeof Pagination>;

export const Correspondence = z
  .object({
    id: z.string(),
    unread: z.boolean(),
    number_of_emails: z.number().int(),
    number_of_attachments: z.number().int(),
    users: z.array(User),
    created_at: Time,
    updated_at: Time,
  })
  .openapi('Correspondence');
export type Correspondence = z.infer<typeof Correspondence>;

export const ListedCorrespondence = Correspondence.extend({ email: Email.nullable() }).openapi('ListedCorrespondence');

/** RFC 9457. */
const ProblemDocument = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    code: z.string(),
    requestId: z.string().optional(),
  })
  .openapi('Problem');

/** Every route's answers to what it can not do. */
export const problemAnswers = {
  default: {
    description: 'What is wrong, as RFC 9457 writes it',
    content: { 'application/problem+json': { schema: ProblemDocument } },
  },
} as const;
