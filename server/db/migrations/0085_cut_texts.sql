-- Of a mail whose text is longer than what is kept of it, the beginning is kept, and this says so.
ALTER TABLE "email_body" ADD COLUMN "is_cut" boolean DEFAULT false NOT NULL;
