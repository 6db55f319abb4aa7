-- What the chat's page comes back with goes to the browser that began, and is not kept.
ALTER TABLE "chat_authorization" DROP COLUMN "code";
