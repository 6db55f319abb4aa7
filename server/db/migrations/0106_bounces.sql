-- When a mail that had gone out was reported back as not delivered.
ALTER TABLE "outgoing_mail" ADD COLUMN "bounced_at" timestamp (3) with time zone;

-- Reports (RFC 3464) that came to the mailbox from which a mail went out: whom it did not reach, and the server's answer.
CREATE TABLE "outgoing_mail_report" (
	"team_id" uuid NOT NULL,
	"outgoing_id" uuid NOT NULL,
	"email_id" uuid NOT NULL,
	"failures" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "outgoing_mail_report_pkey" PRIMARY KEY("team_id","outgoing_id","email_id")
);

-- What was sent fails only by coming back, and what came back is not sent once more as it is: some may have got it.
CREATE OR REPLACE FUNCTION "refuse_outgoing_mail_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF old.state || ' ' || new.state NOT IN (
		'draft queued', 'queued draft', 'queued sent', 'queued failed', 'queued unknown',
		'failed draft', 'failed queued', 'unknown queued', 'unknown sent', 'unknown draft', 'sent failed')
		OR (old.state = 'sent' AND new.bounced_at IS NULL)
		OR (old.state = 'failed' AND new.state = 'queued' AND old.bounced_at IS NOT NULL) THEN
		RAISE EXCEPTION 'an outgoing mail can not go from % to %', old.state, new.state USING ERRCODE = 'check_violation';
	END IF;
	RETURN new;
END $$;
