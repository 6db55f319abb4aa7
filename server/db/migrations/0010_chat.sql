ALTER TABLE "chat_installation" ADD COLUMN "workspace_url" text DEFAULT '' NOT NULL;
-- When the next thread may be read for reconciliation, within the chat's limits.
ALTER TABLE "chat_installation" ADD COLUMN "read_at" timestamp (3) with time zone;

-- The next slot for a post, one a second and channel; and whether the channel must be looked at before the next post.
ALTER TABLE "chat_channel" ADD COLUMN "paced_until" timestamp (3) with time zone;
ALTER TABLE "chat_channel" ADD COLUMN "is_stale" boolean DEFAULT false NOT NULL;

-- `error` is for people, `error_code` for what mends it; `checks` counts look-ups after an unclear call.
ALTER TABLE "chat_outbox" ADD COLUMN "error_code" text;
ALTER TABLE "chat_outbox" ADD COLUMN "checks" integer DEFAULT 0 NOT NULL;
-- Two servers can never have a call of one link under way.
CREATE UNIQUE INDEX "chat_outbox_one_sending" ON "chat_outbox" USING btree ("team_id","link_id") WHERE state = 'sending';
CREATE INDEX "chat_outbox_due" ON "chat_outbox" USING btree ("not_before") WHERE state in ('pending','sending','checking');

ALTER TABLE "chat_authorization" ADD COLUMN "redirect_uri" text DEFAULT '' NOT NULL;

ALTER TABLE "chat_event" ADD COLUMN "not_before" timestamp (3) with time zone;
CREATE INDEX "chat_event_received" ON "chat_event" USING btree ("received_at");

-- Where reading a long thread goes on, and what was seen of it so far.
ALTER TABLE "chat_link" ADD COLUMN "reconcile_cursor" text;
ALTER TABLE "chat_link" ADD COLUMN "last_activity_at" timestamp (3) with time zone DEFAULT now() NOT NULL;
