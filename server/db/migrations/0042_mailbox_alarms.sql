-- A mailbox that its owner has to connect again: told once on one of their devices, and over when it is connected.
CREATE TABLE "mailbox_alarm" (
	"team_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"mailbox_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"began_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"device_id" text,
	"claimed_at" timestamp (3) with time zone,
	"shown_at" timestamp (3) with time zone,
	CONSTRAINT "mailbox_alarm_pkey" PRIMARY KEY("team_id","id")
);
CREATE UNIQUE INDEX "mailbox_alarm_open" ON "mailbox_alarm" USING btree ("team_id","mailbox_id") WHERE ended_at is null;
CREATE INDEX "mailbox_alarm_person" ON "mailbox_alarm" USING btree ("team_id","user_id") WHERE ended_at is null;

-- What the chat's bot says to one person directly. A row is sent once, however often its job runs.
CREATE TABLE "chat_notice" (
	"team_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"body" text NOT NULL,
	"state" text DEFAULT 'pending' NOT NULL,
	"error" text,
	"installation_id" uuid,
	"channel_id" text,
	"attempts" integer DEFAULT 0 NOT NULL,
	"checks" integer DEFAULT 0 NOT NULL,
	"sent_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "chat_notice_pkey" PRIMARY KEY("team_id","id")
);
