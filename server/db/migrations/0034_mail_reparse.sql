-- How far a team's mails were read again; the row goes when all of them were.
CREATE TABLE "mail_reparse" (
	"team_id" uuid NOT NULL,
	"after_email_id" uuid,
	"read_count" integer DEFAULT 0 NOT NULL,
	"changed_count" integer DEFAULT 0 NOT NULL,
	"failed_ids" uuid[] DEFAULT '{}' NOT NULL,
	"started_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "mail_reparse_pkey" PRIMARY KEY("team_id")
);
