import { createRemoteJWKSet, jwtVerify } from 'jose';
import { z } from 'zod';
import type { Config } from '#server/kernel/config.ts';
import type { MailIntake } from '#server/ports/mail-reader.ts';

/** What Pub/Sub posts (https://cloud.google.com/pubsub/docs/push), with Gmail's JSON as base64 in `data`. */
const Push = z.object({ message: z.object({ data: z.string() }) });
const Change = z.object({ emailAddress: z.email() });

const issuers = ['https://accounts.google.com', 'accounts.google.com'];

/**
 * Checks Gmail's notifications: a JSON web token of Google's, for this server, from the service account that was
 * set. Undefined without a service account, since nobody could tell who calls.
 */
export function createGmailIntake(config: Pick<Config, 'gmail' | 'publicUrl'>): MailIntake | undefined {
  const { pushAccount, certsUrl } = config.gmail;
  if (pushAccount === undefined) return undefined;
  const keys = createRemoteJWKSet(new URL(certsUrl), { timeoutDuration: 5000 });
  const audience = `${config.publicUrl}/webhooks/gmail`;
  return {
    provider: 'gmail',
    read: async (headers, body, now) => {
      const token = /^Bearer ([\w.-]+)$/.exec(headers.get('authorization') ?? '')?.[1];
      if (token === undefined || !(await isFromGoogle(token))) return undefined;
      const address = readAddress(body);
      return address === undefined ? [] : [{ kind: 'changed', address }];

      async function isFromGoogle(jwt: string): Promise<boolean> {
        try {
          const { payload } = await jwtVerify(jwt, keys, {
            issuer: issuers,
            audience,
            algorithms: ['RS256'],
            currentDate: now,
            requiredClaims: ['exp', 'email'],
          });
          return payload['email'] === pushAccount && payload['email_verified'] === true;
        } catch {
          // Whatever is wrong with it, it is not from there; a caller learns nothing more.
          return false;
        }
      }
    },
  };
}

function readAddress(body: unknown): string | undefined {
  const push = Push.safeParse(body).data;
  if (push === undefined) return undefined;
  try {
    return Change.parse(JSON.parse(Buffer.from(push.message.data, 'base64').toString('utf8'))).emailAddress;
  } catch {
    // Something else on the same topic.
    return undefined;
  }
}
