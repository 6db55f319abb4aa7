-- A notification tells of a message, or of the event by which somebody was assigned.
ALTER TABLE "notification" RENAME COLUMN "message_id" TO "about_id";
ALTER TABLE "notification_setting" ADD COLUMN "assignments" boolean DEFAULT true NOT NULL;
