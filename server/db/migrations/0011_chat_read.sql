-- When a thread was last read from its beginning to its end.
ALTER TABLE "chat_link" ADD COLUMN "reconciled_at" timestamp (3) with time zone;
