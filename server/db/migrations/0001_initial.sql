CREATE TABLE "audit_entry" (
	"team_id" uuid NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "audit_entry_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"action" text NOT NULL,
	"actor_id" uuid,
	"actor_kind" text DEFAULT 'teammate' NOT NULL,
	"target" text NOT NULL,
	"detail" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"chain_seq" bigint,
	"previous_hash" text,
	"hash" text,
	CONSTRAINT "audit_entry_team_id_id_pk" PRIMARY KEY("team_id","id")
);

CREATE TABLE "file" (
	"team_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"message_id" uuid,
	"discussion_id" uuid,
	"uploaded_by" uuid,
	"name" text NOT NULL,
	"content_type" text NOT NULL,
	"size" integer NOT NULL,
	"sha256" text,
	"chat_file_id" text,
	"chat_url" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "file_team_id_id_pk" PRIMARY KEY("team_id","id")
);

CREATE TABLE "live_event" (
	"team_id" uuid NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "live_event_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"xid" xid8 DEFAULT pg_current_xact_id() NOT NULL,
	"kind" text NOT NULL,
	"discussion_id" uuid,
	"user_id" uuid,
	"payload" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "live_event_team_id_xid_id_pk" PRIMARY KEY("team_id","xid","id")
);

CREATE UNLOGGED TABLE "presence" (
	"team_id" uuid NOT NULL,
	"discussion_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"device_id" text NOT NULL,
	"state" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "presence_team_id_discussion_id_user_id_device_id_pk" PRIMARY KEY("team_id","discussion_id","user_id","device_id")
);

CREATE TABLE "team_settings" (
	"team_id" uuid PRIMARY KEY NOT NULL,
	"hash_key" text NOT NULL,
	"presence_enabled" boolean DEFAULT true NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);

CREATE TABLE "company" (
	"team_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"domain" text NOT NULL,
	"domain_hash" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "company_team_id_id_pk" PRIMARY KEY("team_id","id")
);

CREATE TABLE "contact" (
	"team_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"company_id" uuid,
	"owner_id" uuid,
	"status" text DEFAULT 'new' NOT NULL,
	"fields" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp (3) with time zone,
	CONSTRAINT "contact_team_id_id_pk" PRIMARY KEY("team_id","id")
);

CREATE TABLE "contact_activity" (
	"team_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"contact_id" uuid NOT NULL,
	"discussion_id" uuid,
	"kind" text NOT NULL,
	"actor_id" uuid,
	"actor_name" text NOT NULL,
	"summary" text NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "contact_activity_team_id_id_pk" PRIMARY KEY("team_id","id")
);

CREATE TABLE "contact_address" (
	"team_id" uuid NOT NULL,
	"contact_id" uuid NOT NULL,
	"address" text NOT NULL,
	"address_hash" text NOT NULL,
	"deleted_at" timestamp (3) with time zone,
	CONSTRAINT "contact_address_team_id_contact_id_address_hash_pk" PRIMARY KEY("team_id","contact_id","address_hash")
);

CREATE TABLE "claim" (
	"team_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"correspondence_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"webmail" text NOT NULL,
	"account_hash" text NOT NULL,
	"account_address" text NOT NULL,
	"thread_kind" text NOT NULL,
	"thread_id" text NOT NULL,
	"thread_hash" text NOT NULL,
	"url" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "claim_team_id_id_pk" PRIMARY KEY("team_id","id")
);

CREATE TABLE "claim_fingerprint" (
	"team_id" uuid NOT NULL,
	"fingerprint" text NOT NULL,
	"correspondence_id" uuid NOT NULL,
	CONSTRAINT "claim_fingerprint_team_id_fingerprint_correspondence_id_pk" PRIMARY KEY("team_id","fingerprint","correspondence_id")
);

CREATE TABLE "correspondence" (
	"team_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"subject" text NOT NULL,
	"sender_name" text NOT NULL,
	"sender_address" text NOT NULL,
	"participants" jsonb NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "correspondence_team_id_id_pk" PRIMARY KEY("team_id","id")
);

CREATE TABLE "join_refusal" (
	"team_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"discussion_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "join_refusal_team_id_user_id_discussion_id_pk" PRIMARY KEY("team_id","user_id","discussion_id")
);

CREATE TABLE "chat_link" (
	"team_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"discussion_id" uuid NOT NULL,
	"installation_id" uuid NOT NULL,
	"channel_id" text NOT NULL,
	"root_ts" text,
	"thread_url" text,
	"state" text DEFAULT 'active' NOT NULL,
	"reconciled_ts" text,
	"reconcile_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "chat_link_team_id_id_pk" PRIMARY KEY("team_id","id")
);

CREATE TABLE "chat_message_ref" (
	"team_id" uuid NOT NULL,
	"channel_id" text NOT NULL,
	"ts" text NOT NULL,
	"link_id" uuid NOT NULL,
	"message_id" uuid,
	"edited_ts" text,
	"deleted_at" timestamp (3) with time zone,
	CONSTRAINT "chat_message_ref_team_id_channel_id_ts_pk" PRIMARY KEY("team_id","channel_id","ts")
);

CREATE TABLE "chat_outbox" (
	"team_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"link_id" uuid NOT NULL,
	"position" bigint GENERATED ALWAYS AS IDENTITY (sequence name "chat_outbox_position_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"message_id" uuid,
	"payload" text DEFAULT '{}' NOT NULL,
	"state" text DEFAULT 'pending' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"not_before" timestamp (3) with time zone,
	"error" text,
	"external_ts" text,
	"external_url" text,
	"sent_at" timestamp (3) with time zone,
	"settled_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "chat_outbox_team_id_id_pk" PRIMARY KEY("team_id","id")
);

CREATE TABLE "discussion" (
	"team_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"correspondence_id" uuid NOT NULL,
	"visibility" text DEFAULT 'team' NOT NULL,
	"started_by" uuid NOT NULL,
	"last_seq" bigint DEFAULT 0 NOT NULL,
	"last_message_at" timestamp (3) with time zone,
	"version" bigint DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp (3) with time zone,
	"deleted_by" uuid,
	CONSTRAINT "discussion_team_id_id_pk" PRIMARY KEY("team_id","id")
);

CREATE TABLE "discussion_member" (
	"team_id" uuid NOT NULL,
	"discussion_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"invited" boolean DEFAULT false NOT NULL,
	"following" boolean DEFAULT true NOT NULL,
	"muted" boolean DEFAULT false NOT NULL,
	"last_read_seq" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "discussion_member_team_id_discussion_id_user_id_pk" PRIMARY KEY("team_id","discussion_id","user_id")
);

CREATE TABLE "message" (
	"team_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"discussion_id" uuid NOT NULL,
	"seq" bigint NOT NULL,
	"version" bigint DEFAULT 1 NOT NULL,
	"author_id" uuid,
	"guest_id" uuid,
	"body" text NOT NULL,
	"mentions" uuid[] DEFAULT '{}' NOT NULL,
	"origin" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"edited_at" timestamp (3) with time zone,
	"deleted_at" timestamp (3) with time zone,
	CONSTRAINT "message_team_id_id_pk" PRIMARY KEY("team_id","id")
);

CREATE TABLE "reaction" (
	"team_id" uuid NOT NULL,
	"message_id" uuid NOT NULL,
	"emoji" text NOT NULL,
	"person" uuid NOT NULL,
	"person_kind" text NOT NULL,
	"origin" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "reaction_team_id_message_id_emoji_person_pk" PRIMARY KEY("team_id","message_id","emoji","person")
);

CREATE TABLE "chat_authorization" (
	"team_id" uuid NOT NULL,
	"state_hash" text NOT NULL,
	"user_id" uuid NOT NULL,
	"purpose" text NOT NULL,
	"code" text,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "chat_authorization_team_id_state_hash_pk" PRIMARY KEY("team_id","state_hash")
);

CREATE TABLE "chat_channel" (
	"team_id" uuid NOT NULL,
	"installation_id" uuid NOT NULL,
	"channel_id" text NOT NULL,
	"name" text NOT NULL,
	"is_private" boolean DEFAULT false NOT NULL,
	"problem_code" text,
	"paused_until" timestamp (3) with time zone,
	"checked_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "chat_channel_team_id_installation_id_channel_id_pk" PRIMARY KEY("team_id","installation_id","channel_id")
);

CREATE TABLE "chat_event" (
	"team_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"installation_id" uuid NOT NULL,
	"body" jsonb NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"received_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "chat_event_team_id_id_pk" PRIMARY KEY("team_id","id")
);

CREATE TABLE "chat_installation" (
	"team_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"provider" text NOT NULL,
	"external_team_id" text NOT NULL,
	"workspace_name" text NOT NULL,
	"app_id" text NOT NULL,
	"bot_user_id" text NOT NULL,
	"bot_id" text DEFAULT '' NOT NULL,
	"sealed_tokens" text NOT NULL,
	"scopes" text NOT NULL,
	"token_expires_at" timestamp (3) with time zone,
	"state" text DEFAULT 'active' NOT NULL,
	"ended_reason" text,
	"default_channel_id" text,
	"installed_by" uuid NOT NULL,
	"installed_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "chat_installation_team_id_id_pk" PRIMARY KEY("team_id","id")
);

CREATE TABLE "chat_person" (
	"team_id" uuid NOT NULL,
	"installation_id" uuid NOT NULL,
	"chat_user_id" text NOT NULL,
	"guest_id" uuid NOT NULL,
	"user_id" uuid,
	"name" text NOT NULL,
	"email" text,
	"picture_url" text,
	"is_outsider" boolean DEFAULT false NOT NULL,
	"checked_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "chat_person_team_id_installation_id_chat_user_id_pk" PRIMARY KEY("team_id","installation_id","chat_user_id")
);

CREATE TABLE "chat_person_token" (
	"team_id" uuid NOT NULL,
	"installation_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"chat_user_id" text NOT NULL,
	"sealed_tokens" text NOT NULL,
	"scopes" text NOT NULL,
	"token_expires_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "chat_person_token_team_id_installation_id_user_id_pk" PRIMARY KEY("team_id","installation_id","user_id")
);

CREATE INDEX "audit_chain" ON "audit_entry" USING btree ("team_id","chain_seq");
CREATE INDEX "file_message" ON "file" USING btree ("team_id","message_id");
CREATE INDEX "live_event_age" ON "live_event" USING btree ("created_at");
CREATE UNIQUE INDEX "company_domain" ON "company" USING btree ("team_id","domain_hash");
CREATE INDEX "contact_activity_newest" ON "contact_activity" USING btree ("team_id","contact_id","at");
CREATE UNIQUE INDEX "contact_address_hash" ON "contact_address" USING btree ("team_id","address_hash") WHERE deleted_at is null;
CREATE UNIQUE INDEX "claim_thread" ON "claim" USING btree ("team_id","account_hash","thread_hash","correspondence_id","user_id");
CREATE INDEX "claim_correspondence" ON "claim" USING btree ("team_id","correspondence_id");
CREATE INDEX "chat_link_discussion" ON "chat_link" USING btree ("team_id","discussion_id");
CREATE INDEX "chat_link_thread" ON "chat_link" USING btree ("team_id","channel_id","root_ts");
CREATE INDEX "chat_link_reconcile" ON "chat_link" USING btree ("reconcile_at");
CREATE INDEX "chat_message_ref_message" ON "chat_message_ref" USING btree ("team_id","message_id");
CREATE INDEX "chat_outbox_order" ON "chat_outbox" USING btree ("team_id","link_id","position");
CREATE INDEX "chat_outbox_open" ON "chat_outbox" USING btree ("team_id","link_id","position") WHERE state in ('pending','sending','checking');
CREATE INDEX "chat_outbox_message" ON "chat_outbox" USING btree ("team_id","message_id");
CREATE UNIQUE INDEX "discussion_correspondence" ON "discussion" USING btree ("team_id","correspondence_id");
CREATE INDEX "discussion_newest" ON "discussion" USING btree ("team_id","last_message_at");
CREATE INDEX "discussion_member_user" ON "discussion_member" USING btree ("team_id","user_id");
CREATE UNIQUE INDEX "message_seq" ON "message" USING btree ("team_id","discussion_id","seq");
CREATE UNIQUE INDEX "chat_installation_active" ON "chat_installation" USING btree ("team_id") WHERE state = 'active';
CREATE INDEX "chat_installation_external" ON "chat_installation" USING btree ("external_team_id");
CREATE UNIQUE INDEX "chat_person_guest" ON "chat_person" USING btree ("team_id","guest_id");
CREATE INDEX "chat_person_user" ON "chat_person" USING btree ("team_id","user_id");