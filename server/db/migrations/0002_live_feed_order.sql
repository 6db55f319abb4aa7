-- The live feed is read in the order of ids: by every server for all teams, and by a client that resumes for its own.
CREATE INDEX "live_event_order" ON "live_event" USING btree ("id");
CREATE INDEX "live_event_team_order" ON "live_event" USING btree ("team_id","id");
