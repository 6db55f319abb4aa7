-- Requests that are made outside the mailbox's one sync job, and so may run beside it.
ALTER TABLE "mailbox_spending" ADD COLUMN "is_apart" boolean DEFAULT false NOT NULL;
