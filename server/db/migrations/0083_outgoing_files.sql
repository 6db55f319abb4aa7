-- Files of mails that other programs send, until they went out.
CREATE TABLE "outgoing_mail_file" (
	"team_id" uuid NOT NULL,
	"outgoing_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"name" text NOT NULL,
	"content" bytea NOT NULL,
	CONSTRAINT "outgoing_mail_file_pkey" PRIMARY KEY("team_id","outgoing_id","position")
);
