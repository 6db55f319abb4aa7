-- Other addresses that a mailbox may write from, as its provider has them, and which of them a mail goes out from.
ALTER TABLE "mailbox" ADD COLUMN "aliases" jsonb DEFAULT '[]'::jsonb NOT NULL;
ALTER TABLE "mailbox" ADD COLUMN "aliases_at" timestamp (3) with time zone;
ALTER TABLE "outgoing_mail" ADD COLUMN "from_address" text;
