-- Mail to customers, from the first word to what became of it. What the team says to itself never comes here: only
-- somebody who writes to a customer makes a row.
CREATE TABLE "outgoing_mail" (
	"team_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"correspondence_id" uuid,
	"answers_email_id" uuid,
	"kind" text NOT NULL,
	"mailbox_id" uuid,
	"author_id" uuid NOT NULL,
	"editor_id" uuid NOT NULL,
	"is_shared" boolean DEFAULT false NOT NULL,
	"to" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"cc" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"bcc" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"subject" text DEFAULT '' NOT NULL,
	"body" text DEFAULT '' NOT NULL,
	"html" text,
	"with_quote" boolean DEFAULT true NOT NULL,
	"state" text DEFAULT 'draft' NOT NULL,
	"step" text DEFAULT 'waiting' NOT NULL,
	"problem" text,
	"message_id" text,
	"provider_draft_id" text,
	"provider_message_id" text,
	"due_at" timestamp (3) with time zone,
	"claim" integer DEFAULT 0 NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"checks" integer DEFAULT 0 NOT NULL,
	"first_called_at" timestamp (3) with time zone,
	"queued_at" timestamp (3) with time zone,
	"sent_at" timestamp (3) with time zone,
	"discarded_at" timestamp (3) with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "outgoing_mail_pkey" PRIMARY KEY("team_id","id"),
	CONSTRAINT "outgoing_mail_state" CHECK ("state" IN ('draft', 'queued', 'sent', 'failed', 'unknown')),
	CONSTRAINT "outgoing_mail_step" CHECK ("step" IN ('waiting', 'sending', 'checking'))
);
CREATE INDEX "outgoing_mail_correspondence" ON "outgoing_mail" USING btree ("team_id","correspondence_id","created_at");
CREATE INDEX "outgoing_mail_due" ON "outgoing_mail" USING btree ("team_id","mailbox_id","due_at") WHERE "state" = 'queued';
CREATE INDEX "outgoing_mail_message" ON "outgoing_mail" USING btree ("team_id","message_id") WHERE "message_id" is not null;

-- Every change of state, with who made it (nobody: the server) and what was wrong.
CREATE TABLE "outgoing_mail_change" (
	"team_id" uuid NOT NULL,
	"outgoing_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"from_state" text,
	"to_state" text NOT NULL,
	"actor_id" uuid,
	"problem" text,
	CONSTRAINT "outgoing_mail_change_pkey" PRIMARY KEY("team_id","outgoing_id","id")
);

-- No other change of state is possible, whoever asks for it.
CREATE FUNCTION "refuse_outgoing_mail_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF old.state || ' ' || new.state NOT IN (
		'draft queued', 'queued draft', 'queued sent', 'queued failed', 'queued unknown',
		'failed draft', 'failed queued', 'unknown queued', 'unknown sent', 'unknown draft', 'sent failed') THEN
		RAISE EXCEPTION 'an outgoing mail can not go from % to %', old.state, new.state USING ERRCODE = 'check_violation';
	END IF;
	RETURN new;
END $$;
CREATE TRIGGER "outgoing_mail_change_of_state" BEFORE UPDATE ON "outgoing_mail" FOR EACH ROW
	WHEN (old.state IS DISTINCT FROM new.state) EXECUTE FUNCTION "refuse_outgoing_mail_change"();
