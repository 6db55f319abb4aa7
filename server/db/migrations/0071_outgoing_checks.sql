-- Since when a mail is being looked for, and how often it was found not to be there and sent again.
ALTER TABLE "outgoing_mail" ADD COLUMN "checking_since" timestamp (3) with time zone;
ALTER TABLE "outgoing_mail" ADD COLUMN "repeats" integer DEFAULT 0 NOT NULL;
