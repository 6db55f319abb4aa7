import type { ApiScope } from '#shared/contract/api-token.ts';
import type { CorrespondenceId } from '#shared/contract/ids.ts';
import { createApiToken } from '#server/domain/api-tokens/index.ts';
import { storeEmail } from '#server/domain/emails/index.ts';
import type { Context } from '#server/kernel/context.ts';
import { createDomainTeam } from '#tests/support/domain-team.ts';
import {
  arrive,
  createSource,
  createTestMailbox,
  shareEverything,
  type SourceOptions,
} from '#tests/support/mail-source.ts';
import { startTestApp } from '#tests/support/test-app.ts';

/** What these tests read of answers. */
export interface Body {
  readonly data: readonly { readonly id: string }[];
  readonly pagination: { readonly total: number; readonly urls: { readonly next: string | null } };
  readonly correspondence: { readonly unread: boolean };
  readonly id: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

export type RestTeam = Awaited<ReturnType<typeof createRestTeam>>;

/** A server with a team of two, whose support mailbox shares all that comes, asked over HTTP. */
export async function createRestTeam() {
  const app = await startTestApp();
  const team = await createDomainTeam(app.ports.db);
  const ben = await team.add('Ben');
  const support = createTestMailbox(team.olga, 'support@larkfield.example');
  await shareEverything(app.ports.db, support);
  const makeToken = async (who: Context, scopes: ApiScope[] = ['correspondences:read', 'correspondences:write']) =>
    (await createApiToken(app.ports, who, { name: 'Test', scopes, expiresInDays: null })).token;
  const token = await makeToken(team.olga);
  return {
    app,
    team,
    ben,
    support,
    token,
    makeToken,
    close: () => app.close(),
    /** Asks with Olga's token unless another is given. */
    async call(path: string, options: RequestInit & { token?: string } = {}): Promise<Answer> {
      const headers = new Headers(options.headers);
      headers.set('authorization', `Bearer ${options.token ?? token}`);
      const answer = await fetch(path.startsWith('http') ? path : `${app.url}${path}`, { ...options, headers });
      const text = await answer.text();
      return { status: answer.status, headers: answer.headers, body: JSON.parse(text === '' ? '{}' : text) as Body };
    },
    /** A mail that the support mailbox got. */
    async receive(options: SourceOptions = {}): Promise<CorrespondenceId> {
      const stored = await storeEmail(app.ports, arrive(support, createSource(options)));
      return stored.correspondenceId as CorrespondenceId;
    },
  };
}

/** A time as the correspondences' routes write it. */
export const seedTime = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;
