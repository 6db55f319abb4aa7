CREATE TABLE "picture" (
	"team_id" uuid NOT NULL,
	"url_hash" text NOT NULL,
	"content_type" text,
	"bytes" bytea,
	"read_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "picture_team_id_url_hash_pk" PRIMARY KEY("team_id","url_hash")
);
