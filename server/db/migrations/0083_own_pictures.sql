-- The picture that a person chose for themselves; it is theirs in all their teams.
CREATE TABLE "auth"."own_picture" (
	"user_id" uuid PRIMARY KEY NOT NULL,
	"content_hash" text NOT NULL,
	"content_type" text NOT NULL,
	"bytes" bytea NOT NULL
);
ALTER TABLE "auth"."own_picture" ADD CONSTRAINT "own_picture_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "auth"."user"("id") ON DELETE cascade ON UPDATE no action;
