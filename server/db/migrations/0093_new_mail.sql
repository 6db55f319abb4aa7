-- Mail that is to go out later, and mail to somebody found by whom it goes to.
ALTER TABLE "outgoing_mail" ADD COLUMN "send_at" timestamp (3) with time zone;
CREATE INDEX "outgoing_mail_recipients" ON "outgoing_mail" USING gin (("to" || "cc" || "bcc") jsonb_path_ops);
