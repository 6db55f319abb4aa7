-- Connected mail accounts, what is known to be in them, and what was asked of their providers lately.
CREATE TABLE "mailbox" (
	"team_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"owner_id" uuid NOT NULL,
	"provider" text NOT NULL,
	"address" text NOT NULL,
	"state" text DEFAULT 'connected' NOT NULL,
	"problem" text,
	"is_paused" boolean DEFAULT false NOT NULL,
	"features" text[] DEFAULT '{}' NOT NULL,
	"sealed_tokens" text NOT NULL,
	"token_expires_at" timestamp (3) with time zone NOT NULL,
	"window_from" timestamp (3) with time zone NOT NULL,
	"cursor" text,
	"listing" text DEFAULT 'first' NOT NULL,
	"list_page" text,
	"list_round" integer DEFAULT 1 NOT NULL,
	"list_started_at" timestamp (3) with time zone,
	"list_count" integer DEFAULT 0 NOT NULL,
	"estimate" integer,
	"check_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"held_until" timestamp (3) with time zone,
	"trouble_count" integer DEFAULT 0 NOT NULL,
	"last_event_at" timestamp (3) with time zone,
	"last_synced_at" timestamp (3) with time zone,
	"first_synced_at" timestamp (3) with time zone,
	"watch_id" text,
	"watch_secret_hash" text,
	"watch_expires_at" timestamp (3) with time zone,
	"watch_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"sync_interval_minutes" integer DEFAULT 15 NOT NULL,
	"max_batch_size" integer DEFAULT 50 NOT NULL,
	"notification_enabled" boolean DEFAULT true NOT NULL,
	"logging_level" text DEFAULT 'info' NOT NULL,
	"told_at" timestamp (3) with time zone,
	"connected_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "mailbox_pkey" PRIMARY KEY("team_id","id")
);
CREATE UNIQUE INDEX "mailbox_of_team" ON "mailbox" USING btree ("team_id","provider","address") WHERE state <> 'disconnected';
CREATE INDEX "mailbox_by_address" ON "mailbox" USING btree ("provider","address");
CREATE INDEX "mailbox_by_watch" ON "mailbox" USING btree ("watch_id");

-- One row per mail that a mailbox has in the chosen time. What waits is fetched by priority, then newest first.
CREATE TABLE "mailbox_item" (
	"team_id" uuid NOT NULL,
	"mailbox_id" uuid NOT NULL,
	"provider_id" text NOT NULL,
	"thread_id" text,
	"state" text DEFAULT 'waiting' NOT NULL,
	"known" jsonb,
	"is_urgent" boolean DEFAULT false NOT NULL,
	"place" bigint NOT NULL,
	"touched" integer DEFAULT 1 NOT NULL,
	"round" integer DEFAULT 0 NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"not_before" timestamp (3) with time zone,
	"error" text,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "mailbox_item_pkey" PRIMARY KEY("team_id","mailbox_id","provider_id")
);
CREATE INDEX "mailbox_item_due" ON "mailbox_item" USING btree ("team_id","mailbox_id","is_urgent" DESC,"place" DESC) WHERE state in ('waiting', 'stale');
CREATE INDEX "mailbox_item_state" ON "mailbox_item" USING btree ("team_id","mailbox_id","state");
CREATE INDEX "mailbox_item_thread" ON "mailbox_item" USING btree ("team_id","mailbox_id","thread_id");

-- Requests of the last minutes, so that all servers together keep inside what a provider allows a mailbox.
CREATE UNLOGGED TABLE "mailbox_spending" (
	"team_id" uuid NOT NULL,
	"mailbox_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"units" integer NOT NULL,
	"calls" integer NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "mailbox_spending_pkey" PRIMARY KEY("team_id","mailbox_id","id")
);

-- A consent under way: only who began it, in the browser where it began, can end it.
CREATE TABLE "mailbox_authorization" (
	"team_id" uuid NOT NULL,
	"state_hash" text NOT NULL,
	"user_id" uuid NOT NULL,
	"provider" text NOT NULL,
	"features" text[] NOT NULL,
	"mailbox_id" uuid,
	"sealed_verifier" text NOT NULL,
	"redirect_uri" text,
	"browser_hash" text,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "mailbox_authorization_pkey" PRIMARY KEY("team_id","state_hash")
);
