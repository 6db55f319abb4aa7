ALTER TABLE "chat_channel" ADD COLUMN "stale_marks" integer DEFAULT 0 NOT NULL;
