-- Addresses that a team wants to be told at of what becomes of its mail to customers. Secrets are sealed; the one before
-- stays valid for a while after a change.
CREATE TABLE "webhook" (
	"team_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"url" text NOT NULL,
	"sealed_secret" text NOT NULL,
	"sealed_old_secret" text,
	"old_secret_until" timestamp (3) with time zone,
	"created_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"disabled_at" timestamp (3) with time zone,
	"disabled_because" text,
	CONSTRAINT "webhook_pkey" PRIMARY KEY("team_id","id")
);

-- What was or is to be told, each under an id that stays the same however often it is told: ids and states, no mail text.
CREATE TABLE "webhook_delivery" (
	"team_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"webhook_id" uuid NOT NULL,
	"type" text NOT NULL,
	"body" text NOT NULL,
	"state" text DEFAULT 'pending' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"answer_status" integer,
	"problem" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"tried_at" timestamp (3) with time zone,
	"next_at" timestamp (3) with time zone,
	CONSTRAINT "webhook_delivery_pkey" PRIMARY KEY("team_id","id"),
	CONSTRAINT "webhook_delivery_state" CHECK ("state" IN ('pending', 'delivered', 'failed'))
);
CREATE INDEX "webhook_delivery_newest" ON "webhook_delivery" USING btree ("team_id","webhook_id","created_at");
CREATE INDEX "webhook_delivery_age" ON "webhook_delivery" USING btree ("created_at");
