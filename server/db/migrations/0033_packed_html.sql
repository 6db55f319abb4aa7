-- A mail's markup, packed by the server: the database would spend more on packing it than on all the rest of the mail.
-- Mails from before have it in "html", until they are parsed again.
ALTER TABLE "email_body" ADD COLUMN "packed_html" bytea;
ALTER TABLE "email_body" ALTER COLUMN "packed_html" SET STORAGE EXTERNAL;
