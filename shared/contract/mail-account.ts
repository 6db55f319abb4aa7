import { z } from 'zod';
import { MailboxId } from './ids.ts';

/** Where a mail server listens. `starttls`: it begins in the clear and has to change to TLS before anything is said. */
export const MailServer = z.object({
  host: z
    .string()
    .trim()
    .toLowerCase()
    .min(1)
    .max(253)
    .regex(/^[a-z0-9._:-]+$/, 'must be a host name'),
  port: z.int().min(1).max(65_535),
  security: z.enum(['tls', 'starttls']),
});
export type MailServer = z.infer<typeof MailServer>;

/** An account that is reached by IMAP and SMTP with a log-in name and a password. */
export const MailAccount = z.object({
  address: z.email().max(320).toLowerCase(),
  user: z.string().trim().min(1).max(320),
  /** The account's own, or better one made for this alone (an app password). */
  password: z.string().min(1).max(1000),
  imap: MailServer,
  smtp: MailServer,
});
export type MailAccount = z.infer<typeof MailAccount>;

/** The password of an account that is connected already. */
export const RenewPassword = z.object({ mailboxId: MailboxId, password: MailAccount.shape.password });
export type RenewPassword = z.infer<typeof RenewPassword>;
