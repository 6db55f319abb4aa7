-- How often pages of a webmail could not be read, or only with signals missing, by day. No person, device or mail.
CREATE TABLE "webmail_loss" (
	"team_id" uuid NOT NULL,
	"day" date NOT NULL,
	"webmail" text NOT NULL,
	"kind" text NOT NULL,
	"selectors" date NOT NULL,
	"count" bigint NOT NULL,
	CONSTRAINT "webmail_loss_pkey" PRIMARY KEY("team_id","day","webmail","kind","selectors")
);
