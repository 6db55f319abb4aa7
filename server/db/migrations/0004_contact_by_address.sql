-- A discussion's mail names its sender by address: the contact is found by it.
CREATE INDEX "contact_address_address" ON "contact_address" USING btree ("team_id","address") WHERE deleted_at is null;
