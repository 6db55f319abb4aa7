-- Tokens for the public REST API: each acts as one person in one team, within its scopes.
CREATE TABLE "api_token" (
	"team_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"name" text NOT NULL,
	"token_hash" text NOT NULL,
	"hint" text NOT NULL,
	"scopes" text[] NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"last_used_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	CONSTRAINT "api_token_team_id_id_pk" PRIMARY KEY("team_id","id")
);
CREATE UNIQUE INDEX "api_token_hash" ON "api_token" USING btree ("token_hash");
CREATE INDEX "api_token_user" ON "api_token" USING btree ("team_id","user_id");

-- The answers to writes that named themselves, so that a repeat gets the same answer and does nothing.
CREATE TABLE "api_answer" (
	"team_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"key" text NOT NULL,
	"request_hash" text NOT NULL,
	"status" integer,
	"body" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "api_answer_team_id_user_id_key_pk" PRIMARY KEY("team_id","user_id","key")
);
CREATE INDEX "api_answer_age" ON "api_answer" USING btree ("created_at");

-- Requests of a token in the current minute, over all servers.
CREATE UNLOGGED TABLE "api_spending" (
	"team_id" uuid NOT NULL,
	"token_id" uuid NOT NULL,
	"minute" timestamp (3) with time zone NOT NULL,
	"requests" integer NOT NULL,
	CONSTRAINT "api_spending_team_id_token_id_pk" PRIMARY KEY("team_id","token_id")
);

-- The newest shared mail of a team, for those who read all of it in order.
CREATE INDEX "email_newest" ON "email" USING btree ("team_id","sent_at","id") WHERE "is_shared";
