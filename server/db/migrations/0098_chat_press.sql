-- Buttons that people pressed in the chat, stored before they are acknowledged; a repeat has the same id.
CREATE TABLE "chat_press" (
	"team_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"link_id" uuid NOT NULL,
	"subject_id" uuid NOT NULL,
	"action" text NOT NULL,
	"choice" text,
	"chat_user_id" text NOT NULL,
	"trigger_id" text NOT NULL,
	"user_id" uuid,
	"outcome" text DEFAULT 'pending' NOT NULL,
	"taken_at" timestamp (3) with time zone,
	"pressed_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "chat_press_team_id_id_pk" PRIMARY KEY("team_id","id")
);
CREATE INDEX "chat_press_subject" ON "chat_press" USING btree ("team_id","link_id","subject_id");
