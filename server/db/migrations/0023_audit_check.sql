-- What came of the newest check of a team's audit chain.
CREATE TABLE "audit_check" (
	"team_id" uuid PRIMARY KEY NOT NULL,
	"checked_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"length" bigint NOT NULL,
	"broken_at" bigint,
	"reason" text
);
