-- The account through which a mailbox that it may open is read (support@); null: the mailbox signed in itself.
ALTER TABLE "mailbox" ADD COLUMN "via" text;
ALTER TABLE "mailbox_authorization" ADD COLUMN "delegated_address" text;
