-- Texts that are written once and used often: a team's, or one person's own.
CREATE TABLE "template" (
	"team_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"owner_id" uuid,
	"author_id" uuid NOT NULL,
	"folder" text DEFAULT '' NOT NULL,
	"name" text NOT NULL,
	"language" text DEFAULT '' NOT NULL,
	"subject" text DEFAULT '' NOT NULL,
	"body" text DEFAULT '' NOT NULL,
	"uses" integer DEFAULT 0 NOT NULL,
	"last_used_at" timestamp (3) with time zone,
	"removed_at" timestamp (3) with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "template_pkey" PRIMARY KEY("team_id","id")
);
CREATE INDEX "template_owner" ON "template" USING btree ("team_id","owner_id");
-- What goes along when one is used. The bytes are in the file store under the hash.
CREATE TABLE "template_file" (
	"team_id" uuid NOT NULL,
	"template_id" uuid NOT NULL,
	"file_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"name" text NOT NULL,
	"content_type" text NOT NULL,
	"size" integer NOT NULL,
	"sha256" text NOT NULL,
	CONSTRAINT "template_file_pkey" PRIMARY KEY("team_id","template_id","file_id")
);
CREATE INDEX "template_file_bytes" ON "template_file" USING btree ("sha256");
