-- Why a file of the chat has no copy here; null while it has one or will get it.
ALTER TABLE "file" ADD COLUMN "copy_problem" text;
