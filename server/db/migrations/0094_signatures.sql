-- What somebody signs with in mails that go out from a mailbox, as Markdown.
CREATE TABLE "mailbox_signature" (
	"team_id" uuid NOT NULL,
	"mailbox_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"body" text NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "mailbox_signature_pkey" PRIMARY KEY("team_id","mailbox_id","user_id")
);
