-- Where two correspondences stood before they were merged by hand, and the one after: undoing brings that back.
ALTER TABLE "thread_word" ADD COLUMN "standing" jsonb;
