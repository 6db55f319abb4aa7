-- The order of ids is the order of commits, so the writer's transaction is not needed; the key serves who resumes.
ALTER TABLE "live_event" DROP COLUMN "xid";
ALTER TABLE "live_event" ADD CONSTRAINT "live_event_team_id_id_pk" PRIMARY KEY ("team_id", "id");
DROP INDEX "live_event_team_order";
