-- Customers' mail, and the team's answers, shown in a chat thread: once per link, however often and from wherever they come.
CREATE TABLE "chat_mail" (
	"team_id" uuid NOT NULL,
	"link_id" uuid NOT NULL,
	"subject_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"email_id" uuid,
	"outgoing_id" uuid,
	"effect_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "chat_mail_team_id_link_id_subject_id_pk" PRIMARY KEY("team_id","link_id","subject_id")
);
CREATE INDEX "chat_mail_email" ON "chat_mail" USING btree ("team_id","email_id");
CREATE INDEX "chat_mail_outgoing" ON "chat_mail" USING btree ("team_id","outgoing_id");

-- Whether customers' mail shows in the threads of this workspace.
ALTER TABLE "chat_installation" ADD COLUMN "shows_mail" boolean DEFAULT true NOT NULL;
