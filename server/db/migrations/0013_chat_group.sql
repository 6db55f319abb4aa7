-- Whom the group message of a private discussion holds, so that inviting somebody opens another.
ALTER TABLE "chat_link" ADD COLUMN "member_key" text;
CREATE INDEX "discussion_private" ON "discussion" USING btree ("team_id","id") WHERE visibility = 'private';
