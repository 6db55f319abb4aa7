-- What a provider allows all mailboxes of one app together: under which name it was taken.
ALTER TABLE "mailbox_spending" ADD COLUMN "pool" text;
CREATE INDEX "mailbox_spending_pool" ON "mailbox_spending" USING btree ("pool","ended_at") WHERE "pool" is not null;
