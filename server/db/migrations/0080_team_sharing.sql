-- A sharing rule that an admin proposes for everybody's mailboxes. By itself it shares nothing.
CREATE TABLE "team_rule" (
	"team_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"value" text DEFAULT '' NOT NULL,
	"includes_free_mail" boolean DEFAULT false NOT NULL,
	"proposed_by" uuid NOT NULL,
	"proposed_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "team_rule_pkey" PRIMARY KEY("team_id","id"),
	CONSTRAINT "team_rule_value" UNIQUE("team_id","kind","value")
);

-- What a mailbox's owner said to it. Accepted ones are sharing rules of the mailbox.
CREATE TABLE "team_rule_answer" (
	"team_id" uuid NOT NULL,
	"rule_id" uuid NOT NULL,
	"mailbox_id" uuid NOT NULL,
	"is_accepted" boolean NOT NULL,
	"answered_by" uuid NOT NULL,
	"answered_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "team_rule_answer_pkey" PRIMARY KEY("team_id","rule_id","mailbox_id")
);

-- The team rule that was accepted with it, and whether it only waits for a new owner's word.
ALTER TABLE "sharing_rule" ADD COLUMN "team_rule_id" uuid;
ALTER TABLE "sharing_rule" ADD COLUMN "is_suggested" boolean DEFAULT false NOT NULL;
DROP INDEX "sharing_rule_value";
ALTER TABLE "sharing_rule" ADD CONSTRAINT "sharing_rule_value"
	UNIQUE NULLS NOT DISTINCT ("team_id","mailbox_id","kind","value","is_never","team_rule_id");
