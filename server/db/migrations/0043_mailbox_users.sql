-- Teammates who use a mailbox beside its owner, and those who proved that its address is theirs too and ask to.
CREATE TABLE "mailbox_user" (
	"team_id" uuid NOT NULL,
	"mailbox_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"added_by" uuid NOT NULL,
	"added_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "mailbox_user_pkey" PRIMARY KEY("team_id","mailbox_id","user_id")
);
CREATE INDEX "mailbox_user_person" ON "mailbox_user" USING btree ("team_id","user_id");
CREATE TABLE "mailbox_request" (
	"team_id" uuid NOT NULL,
	"mailbox_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"proved_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"asked_at" timestamp (3) with time zone,
	CONSTRAINT "mailbox_request_pkey" PRIMARY KEY("team_id","mailbox_id","user_id")
);
CREATE INDEX "mailbox_request_person" ON "mailbox_request" USING btree ("team_id","user_id");
