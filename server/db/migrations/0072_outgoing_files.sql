-- What goes with a mail to a customer: its name and bytes, wherever they came from.
CREATE TABLE "outgoing_mail_file" (
	"team_id" uuid NOT NULL,
	"outgoing_id" uuid NOT NULL,
	"file_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"name" text NOT NULL,
	"content_type" text NOT NULL,
	"size" integer NOT NULL,
	"sha256" text NOT NULL,
	CONSTRAINT "outgoing_mail_file_pkey" PRIMARY KEY("team_id","outgoing_id","file_id")
);
CREATE INDEX "outgoing_mail_file_bytes" ON "outgoing_mail_file" USING btree ("sha256");
