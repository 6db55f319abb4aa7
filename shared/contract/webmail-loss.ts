import { z } from 'zod';
import { UnreadableReason, Webmail } from './open-email.ts';

/** Signals of a page that a canary misses while the thread can still be told from the others. */
export const LostSignal = z.enum([
  /** No attribute on the page names the thread. */
  'no-attributes',
  /** The roles by which the page is found its way in are not there. */
  'no-roles',
  /** No message says who sent it. */
  'no-senders',
  /** Nothing on the page names the account. */
  'no-account',
]);
export type LostSignal = z.infer<typeof LostSignal>;

/** What a page lost: everything (it can't be read, with the reason), or one signal among others. */
export const LossKind = z.enum([...UnreadableReason.options, ...LostSignal.options]);
export type LossKind = z.infer<typeof LossKind>;

const Day = z.iso.date();
/** Which selectors were in use: the date in their file or update. */
const SelectorsDate = Day;

/** Counts since the last report of a browser. They name nobody: no person, no mail, no address, no device. */
export const ReportLosses = z.object({
  losses: z
    .array(
      z.object({
        webmail: Webmail,
        kind: LossKind,
        selectors: SelectorsDate,
        count: z.number().int().min(1).max(1000),
      }),
    )
    .max(40),
});
export type ReportLosses = z.infer<typeof ReportLosses>;

/** What an admin sees: how often each was reported on a day. */
export const WebmailLoss = z.object({
  day: Day,
  webmail: Webmail,
  kind: LossKind,
  selectors: SelectorsDate,
  count: z.number().int(),
});
export type WebmailLoss = z.infer<typeof WebmailLoss>;
