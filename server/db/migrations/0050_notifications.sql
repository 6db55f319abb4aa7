-- Which device shows a person that they were named in a message, so that no other shows it again. Whether it was read
-- says the person's place in the discussion.
CREATE TABLE "notification" (
	"team_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"message_id" uuid NOT NULL,
	"device_id" text NOT NULL,
	"claimed_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"shown_at" timestamp (3) with time zone,
	CONSTRAINT "notification_pkey" PRIMARY KEY("team_id","user_id","message_id")
);
-- When a person wants to be told of things. No row: always. Minutes count from midnight where the device is.
CREATE TABLE "notification_setting" (
	"team_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"mentions" boolean DEFAULT true NOT NULL,
	"quiet_from" integer,
	"quiet_until" integer,
	"quiet_weekends" boolean DEFAULT false NOT NULL,
	CONSTRAINT "notification_setting_pkey" PRIMARY KEY("team_id","user_id")
);
