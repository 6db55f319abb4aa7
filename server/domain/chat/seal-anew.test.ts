import { randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chatInstallation, chatPersonToken } from '#server/db/schema/index.ts';
import { createVault } from '#server/platform/vault/create-vault.ts';
import { connectTestChat, createDomainTeam } from '#tests/support/domain-team.ts';
import { startTestApp, type TestApp } from '#tests/support/test-app.ts';
import { installationSecret, personSecret, sealTokens, unsealTokens } from './installation.ts';
import { sealAnew } from './seal-anew.ts';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const older = { id: 'k1', key: randomBytes(32) };
const newer = { id: 'k2', key: randomBytes(32) };
const tokens = (accessToken: string) => ({ accessToken, refreshToken: 'next', expiresAt: null, scopes: '' });

test('tokens under an older key are sealed under the newest, and that key alone opens them', async () => {
  const { db } = app.ports;
  const { teamId, olga } = await createDomainTeam(db);
  const id = await connectTestChat(db, { teamId, userId: olga.userId }, []);
  const [before, after] = [{ vault: createVault([older]) }, { vault: createVault([newer]) }];
  const person = { teamId, installationId: id, userId: olga.userId };
  await db
    .update(chatInstallation)
    .set({ sealedTokens: sealTokens(before, tokens('bot'), installationSecret({ teamId, id })) })
    .where(eq(chatInstallation.id, id));
  const sealedTokens = sealTokens(before, tokens('person'), personSecret(person));
  await db.insert(chatPersonToken).values({ ...person, chatUserId: 'U2', sealedTokens, scopes: '' });

  await sealAnew({ db, vault: createVault([newer, older]) });

  const [workspace] = await db.select().from(chatInstallation).where(eq(chatInstallation.id, id));
  const [own] = await db.select().from(chatPersonToken).where(eq(chatPersonToken.installationId, id));
  expect(unsealTokens(after, workspace?.sealedTokens ?? '', installationSecret({ teamId, id })).accessToken).toBe(
    'bot',
  );
  expect(unsealTokens(after, own?.sealedTokens ?? '', personSecret(person)).accessToken).toBe('person');
});
