-- Of each discussion a contact keeps the newest message only: writing it is one statement.
DELETE FROM "contact_activity" a USING "contact_activity" b
	WHERE a."kind" = 'message' AND b."kind" = 'message' AND a."team_id" = b."team_id" AND a."contact_id" = b."contact_id"
	AND a."discussion_id" = b."discussion_id" AND (a."at", a."id") < (b."at", b."id");
CREATE UNIQUE INDEX "contact_activity_message" ON "contact_activity" USING btree ("team_id","contact_id","discussion_id") WHERE kind = 'message';
