-- People as the domain reads them. A person who left the team keeps the name under what they wrote.
CREATE VIEW "person" AS SELECT "id", "name", "image" AS "picture_url" FROM "auth"."user";
CREATE VIEW "team_person" AS
	SELECT m."organization_id" AS "team_id", u."id" AS "user_id", u."name", u."email", u."image" AS "picture_url", m."role"
	FROM "auth"."member" m JOIN "auth"."user" u ON u."id" = m."user_id";

-- Where a team's audit chain ends, so that rows cut off its end are missed.
CREATE TABLE "audit_head" (
	"team_id" uuid PRIMARY KEY NOT NULL,
	"chain_seq" bigint NOT NULL,
	"hash" text NOT NULL
);
CREATE INDEX "audit_unsealed" ON "audit_entry" USING btree ("team_id","id") WHERE chain_seq is null;

-- Until when a person counts as writing; the row itself says that they have it open.
ALTER TABLE "presence" ADD COLUMN "writing_until" timestamp (3) with time zone;

CREATE INDEX "claim_fingerprint_correspondence" ON "claim_fingerprint" USING btree ("team_id","correspondence_id");
CREATE INDEX "file_unattached" ON "file" USING btree ("created_at") WHERE message_id is null;
CREATE INDEX "message_erasable" ON "message" USING btree ("deleted_at") WHERE deleted_at is not null and body <> '';
