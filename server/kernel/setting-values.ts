import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';

/** A port number; 0 takes a free one. */
export const port = z
  .string()
  .regex(/^\d{1,5}$/, 'must be a port number from 0 to 65535')
  .transform(Number)
  .refine((value) => value <= 65_535, 'must be a port number from 0 to 65535');
/** Milliseconds. */
export const durationMs = z
  .string()
  .regex(/^\d{1,9}$/, 'must be a whole number of milliseconds')
  .transform(Number);
/** A whole number above 0. */
export const count = z
  .string()
  .regex(/^[1-9]\d{0,5}$/, 'must be a whole number above 0')
  .transform(Number);
/** Some text. */
export const text = z.string().min(1, 'must not be empty');
/** An http or https address, without slashes at its end. */
export const webUrl = z
  .url({ protocol: /^https?$/, error: 'must be a URL that starts with https:// (or http:// for local use)' })
  .transform((value) => value.replace(/\/+$/, ''));
/** An address of PostgreSQL. */
export const postgresUrl = z.url({ protocol: /^postgres(ql)?$/, error: 'must be a URL that starts with postgres://' });
/** An address of an SMTP server. */
export const mailUrl = z.url({ protocol: /^smtps?$/, error: 'must be a URL that starts with smtp:// or smtps://' });
/** Items with commas between. */
export const list = z.string().transform((value) =>
  value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== ''),
);
/** A host name, perhaps with `*.` before it, or an origin. */
export function isHostOrOrigin(item: string): boolean {
  if (item.includes('://')) return /^https?:/.test(item) && URL.canParse(item);
  return /^(\*\.)?([a-z0-9-]+\.)+[a-z0-9-]+$/i.test(item);
}
/** A file, or an https address (http on this machine). */
export const selectorSource = z
  .string()
  .regex(/^(?!http:\/\/(?!127\.0\.0\.1|localhost))/, 'must be a file, or an address that starts with https://');
/** A setting that may be left out. */
export const optional = <Value>(schema: z.ZodType<Value, string>) => schema.optional();

/** Keys of the vault, the newest first. */
export const vaultKeys = z.string().transform((value, issues) =>
  value.split(',').map((pair) => {
    const [id = '', encoded = ''] = pair.trim().split(':');
    const key = Buffer.from(encoded, 'base64');
    if (!/^[\w-]{1,32}$/.test(id) || key.length !== 32)
      issues.addIssue('must be id:key pairs with commas between, each key 32 bytes in base64, the newest first');
    return { id, key };
  }),
);

/** A file of certificates, read at the start. */
export const pemFile = text.transform((path, issues) => {
  const pem = existsSync(path) ? readFileSync(path, 'utf8') : '';
  if (pem.includes('-----BEGIN CERTIFICATE-----')) return pem;
  issues.addIssue('must name a file with certificates (PEM)');
  return z.NEVER;
});
