-- Grows with every taking up of an effect and never falls, so that whoever was overtaken can tell.
ALTER TABLE "chat_outbox" ADD COLUMN "claim" integer DEFAULT 0 NOT NULL;
