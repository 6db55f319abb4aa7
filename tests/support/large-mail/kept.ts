import { z } from 'zod';
import { MailProviderId } from '#shared/contract/mailbox.ts';

/** What the process that reads a large mail is told. */
export const LargeMailAsk = z.object({
  provider: MailProviderId,
  accessToken: z.string(),
  settings: z.record(z.string(), z.string()),
  smallId: z.string(),
  largeId: z.string(),
});
export type LargeMailAsk = z.infer<typeof LargeMailAsk>;

/** What it kept. */
export const LargeMailKept = z.object({
  sha256: z.string(),
  size: z.number(),
  attachments: z.array(z.string()),
  text: z.string().nullable(),
  /** The mail lay in a file, and its first attachment went through in pieces. */
  isStreamed: z.boolean(),
  /** How much more memory than before the process had at its fullest. */
  grownMb: z.number(),
});
