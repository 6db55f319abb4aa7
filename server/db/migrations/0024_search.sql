-- Words anywhere in a text, by their trigrams; both extensions come with PostgreSQL and need no superuser.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gin;
CREATE INDEX "message_words" ON "message" USING gin ("team_id", "body" gin_trgm_ops) WHERE deleted_at is null;
CREATE INDEX "correspondence_words" ON "correspondence" USING gin ("team_id",
	(subject || ' ' || sender_name || ' ' || sender_address || ' ' || participants::text) gin_trgm_ops);
