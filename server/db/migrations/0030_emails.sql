-- An e-mail once per team, however many mailboxes hold it: by its Message-ID and what it says. What only its mailbox's
-- owner may see has no subject, text, file or source here, only hashes under the team's key, ids and dates.
CREATE TABLE "email" (
	"team_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"message_id" text,
	"content_hash" text NOT NULL,
	"correspondence_id" uuid NOT NULL,
	"in_reply_to" text[] DEFAULT '{}' NOT NULL,
	"reference_ids" text[] DEFAULT '{}' NOT NULL,
	"subject_hash" text NOT NULL,
	"is_reply" boolean NOT NULL,
	"sender_hash" text NOT NULL,
	"recipient_hashes" text[] DEFAULT '{}' NOT NULL,
	"direction" text NOT NULL,
	"user_id" uuid NOT NULL,
	"sent_at" timestamp (3) with time zone NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	"is_confidential" boolean DEFAULT false NOT NULL,
	"is_shared" boolean DEFAULT false NOT NULL,
	"subject" text,
	"preview" text,
	"attachment_count" integer DEFAULT 0 NOT NULL,
	"raw_sha256" text,
	"raw_size" integer,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "email_team_id_id_pk" PRIMARY KEY("team_id","id")
);
CREATE UNIQUE INDEX "email_identity" ON "email" USING btree ("team_id","message_id","content_hash") NULLS NOT DISTINCT;
CREATE INDEX "email_correspondence" ON "email" USING btree ("team_id","correspondence_id","sent_at");
CREATE INDEX "email_subject" ON "email" USING btree ("team_id","subject_hash","sent_at");
CREATE INDEX "email_sender" ON "email" USING btree ("team_id","sender_hash");
CREATE INDEX "email_raw" ON "email" USING btree ("raw_sha256") WHERE raw_sha256 is not null;

-- The ids by which a mail is found as a neighbour: its own and those that it refers to.
CREATE TABLE "email_reference" (
	"team_id" uuid NOT NULL,
	"reference" text NOT NULL,
	"email_id" uuid NOT NULL,
	CONSTRAINT "email_reference_team_id_reference_email_id_pk" PRIMARY KEY("team_id","reference","email_id")
);
CREATE INDEX "email_reference_email" ON "email_reference" USING btree ("team_id","email_id");

-- What a shared mail says. `html` is as it came: whoever shows it makes it harmless.
CREATE TABLE "email_body" (
	"team_id" uuid NOT NULL,
	"email_id" uuid NOT NULL,
	"text" text NOT NULL,
	"html" text,
	"visible_text" text NOT NULL,
	"fragments" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"words" tsvector NOT NULL,
	CONSTRAINT "email_body_team_id_email_id_pk" PRIMARY KEY("team_id","email_id")
);
CREATE INDEX "email_body_words" ON "email_body" USING gin ("words");

-- Who sent and got a mail. `address` and `name` are null while the mail is private.
CREATE TABLE "email_person" (
	"team_id" uuid NOT NULL,
	"email_id" uuid NOT NULL,
	"role" text NOT NULL,
	"position" integer NOT NULL,
	"address_hash" text NOT NULL,
	"domain_hashes" text[] DEFAULT '{}' NOT NULL,
	"is_free_mail" boolean DEFAULT false NOT NULL,
	"address" text,
	"name" text,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "email_person_team_id_email_id_role_position_pk" PRIMARY KEY("team_id","email_id","role","position")
);
CREATE INDEX "email_person_address" ON "email_person" USING btree ("team_id","address_hash","at");

CREATE TABLE "email_attachment" (
	"team_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"email_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"name" text NOT NULL,
	"content_type" text NOT NULL,
	"size" integer NOT NULL,
	"sha256" text NOT NULL,
	"content_id" text,
	"is_inline" boolean DEFAULT false NOT NULL,
	CONSTRAINT "email_attachment_team_id_id_pk" PRIMARY KEY("team_id","id")
);
CREATE UNIQUE INDEX "email_attachment_email" ON "email_attachment" USING btree ("team_id","email_id","position");
CREATE INDEX "email_attachment_bytes" ON "email_attachment" USING btree ("sha256");

-- A mail in one mailbox. `wanted_at`: its content is to be fetched from the provider (again).
CREATE TABLE "email_copy" (
	"team_id" uuid NOT NULL,
	"mailbox_id" uuid NOT NULL,
	"provider_message_id" text NOT NULL,
	"provider_thread_id" text,
	"email_id" uuid NOT NULL,
	"owner_id" uuid NOT NULL,
	"labels" text[] DEFAULT '{}' NOT NULL,
	"is_read" boolean DEFAULT false NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	"is_shared" boolean DEFAULT false NOT NULL,
	"shared_because" text,
	"shared_by" uuid,
	"shared_at" timestamp (3) with time zone,
	"wanted_at" timestamp (3) with time zone,
	"deleted_at" timestamp (3) with time zone,
	CONSTRAINT "email_copy_team_id_mailbox_id_provider_message_id_pk" PRIMARY KEY("team_id","mailbox_id","provider_message_id")
);
CREATE INDEX "email_copy_email" ON "email_copy" USING btree ("team_id","email_id");
CREATE INDEX "email_copy_thread" ON "email_copy" USING btree ("team_id","mailbox_id","provider_thread_id");
CREATE INDEX "email_copy_wanted" ON "email_copy" USING btree ("team_id","mailbox_id","wanted_at") WHERE wanted_at is not null;

-- A thread as a mailbox proved it, found by the hashes that opening it in the webmail sends.
CREATE TABLE "mail_thread" (
	"team_id" uuid NOT NULL,
	"mailbox_id" uuid NOT NULL,
	"provider_thread_id" text NOT NULL,
	"owner_id" uuid NOT NULL,
	"account_hash" text NOT NULL,
	"thread_hash" text NOT NULL,
	"correspondence_id" uuid NOT NULL,
	CONSTRAINT "mail_thread_team_id_mailbox_id_provider_thread_id_pk" PRIMARY KEY("team_id","mailbox_id","provider_thread_id")
);
CREATE INDEX "mail_thread_hash" ON "mail_thread" USING btree ("team_id","account_hash","thread_hash");
CREATE INDEX "mail_thread_correspondence" ON "mail_thread" USING btree ("team_id","correspondence_id");

-- Addresses that write for the team: those of connected mailboxes.
CREATE TABLE "team_address" (
	"team_id" uuid NOT NULL,
	"address_hash" text NOT NULL,
	"mailbox_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"address" text NOT NULL,
	CONSTRAINT "team_address_team_id_address_hash_mailbox_id_pk" PRIMARY KEY("team_id","address_hash","mailbox_id")
);

-- What a mailbox's owner said about sharing it. A rule counts once confirmed.
CREATE TABLE "sharing_rule" (
	"team_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"mailbox_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"value" text DEFAULT '' NOT NULL,
	"is_never" boolean DEFAULT false NOT NULL,
	"includes_free_mail" boolean DEFAULT false NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "sharing_rule_team_id_id_pk" PRIMARY KEY("team_id","id")
);
CREATE UNIQUE INDEX "sharing_rule_value" ON "sharing_rule" USING btree ("team_id","mailbox_id","kind","value","is_never");

ALTER TABLE "correspondence" ADD COLUMN "state" text DEFAULT 'open' NOT NULL;
ALTER TABLE "correspondence" ADD COLUMN "state_changed_at" timestamp (3) with time zone;
ALTER TABLE "correspondence" ADD COLUMN "assignee_id" uuid;
ALTER TABLE "correspondence" ADD COLUMN "case_id" text;
ALTER TABLE "correspondence" ADD COLUMN "merged_into" uuid;
ALTER TABLE "correspondence" ADD COLUMN "email_count" integer DEFAULT 0 NOT NULL;
ALTER TABLE "correspondence" ADD COLUMN "attachment_count" integer DEFAULT 0 NOT NULL;
ALTER TABLE "correspondence" ADD COLUMN "last_email_id" uuid;
ALTER TABLE "correspondence" ADD COLUMN "last_email_at" timestamp (3) with time zone;
ALTER TABLE "correspondence" ADD COLUMN "version" bigint DEFAULT 1 NOT NULL;
ALTER TABLE "correspondence" ADD COLUMN "updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL;
CREATE INDEX "correspondence_newest" ON "correspondence" USING btree ("team_id","last_email_at","id") WHERE email_count > 0 and merged_into is null;
CREATE INDEX "correspondence_merged" ON "correspondence" USING btree ("team_id","merged_into") WHERE merged_into is not null;
CREATE INDEX "correspondence_case" ON "correspondence" USING btree ("team_id","case_id") WHERE case_id is not null;

CREATE TABLE "correspondence_tag" (
	"team_id" uuid NOT NULL,
	"correspondence_id" uuid NOT NULL,
	"tag" text NOT NULL,
	"added_by" uuid,
	"added_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "correspondence_tag_team_id_correspondence_id_tag_pk" PRIMARY KEY("team_id","correspondence_id","tag")
);
CREATE INDEX "correspondence_tag_tag" ON "correspondence_tag" USING btree ("team_id","tag");

-- The users involved in a correspondence. Unread: mail came after `read_at`.
CREATE TABLE "correspondence_user" (
	"team_id" uuid NOT NULL,
	"correspondence_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"is_unread" boolean DEFAULT false NOT NULL,
	"read_at" timestamp (3) with time zone,
	"since" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "correspondence_user_team_id_correspondence_id_user_id_pk" PRIMARY KEY("team_id","correspondence_id","user_id")
);
CREATE INDEX "correspondence_user_user" ON "correspondence_user" USING btree ("team_id","user_id","is_unread");

-- What was done with a correspondence: states, assignments, tags, merges and splits.
CREATE TABLE "correspondence_event" (
	"team_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"correspondence_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"actor_id" uuid,
	"detail" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "correspondence_event_team_id_id_pk" PRIMARY KEY("team_id","id")
);
CREATE INDEX "correspondence_event_newest" ON "correspondence_event" USING btree ("team_id","correspondence_id","at");

-- Whose timeline an event stands in: the customers who were in the correspondence then.
CREATE TABLE "correspondence_event_person" (
	"team_id" uuid NOT NULL,
	"address_hash" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"event_id" uuid NOT NULL,
	CONSTRAINT "correspondence_event_person_pk" PRIMARY KEY("team_id","address_hash","at","event_id")
);

-- A person's word on what belongs together, kept beside what the mails themselves say. `join`: the mails named belong
-- together; `cut`: they are apart from the rest.
CREATE TABLE "thread_word" (
	"team_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"email_ids" uuid[] NOT NULL,
	"correspondence_ids" uuid[] NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"undone_at" timestamp (3) with time zone,
	CONSTRAINT "thread_word_team_id_id_pk" PRIMARY KEY("team_id","id")
);
CREATE INDEX "thread_word_emails" ON "thread_word" USING gin ("email_ids") WHERE undone_at is null;

-- Something done with a contact: an e-mail, a note, a call, a meeting. Changing it leaves the mail alone.
CREATE TABLE "activity" (
	"team_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"type" text NOT NULL,
	"email_id" uuid,
	"correspondence_id" uuid,
	"user_id" uuid NOT NULL,
	"body" text DEFAULT '' NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp (3) with time zone,
	CONSTRAINT "activity_team_id_id_pk" PRIMARY KEY("team_id","id")
);
CREATE UNIQUE INDEX "activity_email" ON "activity" USING btree ("team_id","email_id") WHERE email_id is not null;

-- Two contacts that are one person, and what was so before, for taking it back.
CREATE TABLE "contact_merge" (
	"team_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kept_id" uuid NOT NULL,
	"merged_id" uuid NOT NULL,
	"before" jsonb NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"undone_at" timestamp (3) with time zone,
	CONSTRAINT "contact_merge_team_id_id_pk" PRIMARY KEY("team_id","id")
);

CREATE TABLE "activity_contact" (
	"team_id" uuid NOT NULL,
	"contact_id" uuid NOT NULL,
	"activity_id" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "activity_contact_team_id_contact_id_activity_id_pk" PRIMARY KEY("team_id","contact_id","activity_id")
);
CREATE INDEX "activity_contact_newest" ON "activity_contact" USING btree ("team_id","contact_id","at");

-- The one rule for what a team sees of mails: those that some mailbox's owner shares. Whatever is read for others
-- reads this.
CREATE VIEW "shared_email" AS SELECT * FROM "email" WHERE "is_shared";
