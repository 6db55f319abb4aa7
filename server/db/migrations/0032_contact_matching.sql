-- The mailbox that a contact's address leads to, where its provider has several spellings for one. The same rule as in
-- shared/email/match-address.ts, for the addresses that are here already.
ALTER TABLE "contact_address" ADD COLUMN "match_address" text;
UPDATE "contact_address" SET "match_address" = CASE
	WHEN split_part("address", '@', 2) IN ('gmail.com', 'googlemail.com')
		AND replace(split_part(split_part("address", '@', 1), '+', 1), '.', '') <> ''
		THEN replace(split_part(split_part("address", '@', 1), '+', 1), '.', '') || '@gmail.com'
	WHEN split_part("address", '@', 2) IN ('outlook.com', 'hotmail.com', 'live.com', 'msn.com', 'icloud.com', 'me.com',
		'mac.com', 'proton.me', 'protonmail.com', 'pm.me', 'fastmail.com')
		AND split_part(split_part("address", '@', 1), '+', 1) <> ''
		THEN split_part(split_part("address", '@', 1), '+', 1) || '@' || split_part("address", '@', 2)
	ELSE "address" END;
ALTER TABLE "contact_address" ALTER COLUMN "match_address" SET NOT NULL;
CREATE INDEX "contact_address_match" ON "contact_address" USING btree ("team_id","match_address") WHERE deleted_at is null;
