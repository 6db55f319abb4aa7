-- Bytes in the file store that may have no use any more, by their hash. They are the same for all teams, and removed
-- outside of any transaction: claimed first, so that nobody begins to use what is about to go, and remembered for a
-- while, so that who stored them before that knows.
CREATE TABLE "unused_bytes" (
	"sha256" text PRIMARY KEY NOT NULL,
	"noted_at" timestamp with time zone DEFAULT now() NOT NULL,
	"claimed_at" timestamp with time zone,
	"removed_at" timestamp with time zone
);
