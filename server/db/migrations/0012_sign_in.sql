-- Which team somebody works in is said with each request; sign-in does not keep one.
ALTER TABLE "auth"."session" DROP COLUMN "active_organization_id";

-- better-auth also reserves values under ids that it makes of hashes.
ALTER TABLE "auth"."verification" ALTER COLUMN "id" TYPE text;
