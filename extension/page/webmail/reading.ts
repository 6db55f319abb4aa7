import type { SeenEmail, SeenThread, UnreadableReason } from '#shared/contract/open-email.ts';

/** What one look at a page says. */
export type Reading =
  | { is: 'certain'; email: SeenEmail; content?: string }
  /** Complete, but resting on one signal only: believed once the page has been still for so long. */
  | { is: 'tentative'; email: SeenThread | NothingOpen; stillMs: number; content?: string }
  /** Not readable now: believed to be so once the page is still. */
  | {
      is: 'unsettled';
      account: string | null;
      reason: UnreadableReason;
      /** Whether something that looks like a mail is on screen. */
      showsMail: boolean;
      pageThreadId: string | null;
    };

type NothingOpen = Extract<SeenEmail, { state: 'none' }>;

/** The thread told last, and what was on screen as its content then. */
export type LastThread = { thread: SeenThread; content: string | undefined };
