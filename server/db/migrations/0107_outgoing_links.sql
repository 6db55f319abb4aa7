-- To which records a mail to a customer belongs beside its own correspondence. Cases and tasks live in other systems and
-- are known by the ids that those give.
CREATE TABLE "outgoing_mail_link" (
	"team_id" uuid NOT NULL,
	"outgoing_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"record_id" text NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "outgoing_mail_link_pkey" PRIMARY KEY("team_id","outgoing_id","kind","record_id"),
	CONSTRAINT "outgoing_mail_link_kind" CHECK ("kind" IN ('contact', 'company', 'correspondence', 'case', 'task'))
);
CREATE INDEX "outgoing_mail_link_record" ON "outgoing_mail_link" USING btree ("team_id","kind","record_id");
