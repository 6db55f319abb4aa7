-- What shows in threads is looked for by what it is about.
DROP INDEX "chat_mail_email";
DROP INDEX "chat_mail_outgoing";
CREATE INDEX "chat_mail_subject" ON "chat_mail" USING btree ("team_id","subject_id");
