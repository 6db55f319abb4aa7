import { createHash, hkdfSync, randomBytes } from 'node:crypto';
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { rootCertificates } from 'node:tls';
import { StartRefused } from './start-refused.ts';
import { settings, type Setting, type SettingName, type SettingValues } from './settings.ts';

export interface OAuthClient {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** What the server was told, checked once at the start. Durations in real milliseconds before the clock's scale. */
export interface Config {
  readonly port: number;
  readonly host: string;
  /** Without a trailing slash. With PORT 0 and no PUBLIC_URL, main fills in the port once it is known. */
  readonly publicUrl: string;
  /** How many entries at the end of X-Forwarded-For are our own proxies' word. */
  readonly trustedProxies: number;
  readonly dataDir: string;
  readonly filesDir: string;
  /** Undefined: files are in `filesDir`. Without a trailing slash. */
  readonly filesBucket:
    | { readonly url: string; readonly region: string; readonly keyId: string; readonly secret: string }
    | undefined;
  readonly database: {
    /** Undefined: the embedded database. */
    readonly url: string | undefined;
    /** Undefined: the same as `url`. */
    readonly listenUrl: string | undefined;
    readonly connections: number;
  };
  readonly secret: string;
  /** Newest first, never empty. */
  readonly vaultKeys: readonly { readonly id: string; readonly key: Buffer }[];
  readonly logLevel: string;
  readonly extensionIds: readonly string[];
  readonly workerConcurrency: number;
  readonly liveRetentionDays: number;
  readonly metricsToken: string | undefined;
  readonly mail: { readonly smtpUrl: string | undefined; readonly from: string };
  readonly slack: {
    readonly client: OAuthClient | undefined;
    readonly signingSecret: string | undefined;
    readonly appToken: string | undefined;
    readonly readLimits: 'internal' | 'commercial';
    /** With a trailing slash. */
    readonly apiUrl: string;
    readonly authorizeUrl: string;
    readonly issuer: string;
  };
  readonly google: { readonly client: OAuthClient | undefined; readonly issuer: string };
  readonly microsoft: { readonly client: OAuthClient | undefined; readonly issuer: string };
  readonly pictureHosts: readonly string[];
  readonly webhookOrigins: readonly string[];
  /** Endings without dots. */
  readonly blockedFileTypes: readonly string[];
  readonly gmail: {
    readonly authorizeUrl: string;
    readonly oauthUrl: string;
    readonly certsUrl: string;
    readonly apiUrl: string;
    readonly topic: string | undefined;
    readonly pushAccount: string | undefined;
    readonly quota: 'current' | 'legacy';
    readonly projectUnits: number;
  };
  readonly graph: { readonly apiUrl: string };
  readonly mailboxes: { readonly windowDays: number; readonly timeoutMs: number; readonly checkGraceMs: number };
  /** Mail servers of other accounts; `ca`: PEM, undefined: Node's own authorities alone. */
  readonly mailServers: { readonly privateHosts: readonly string[]; readonly ca: readonly string[] | undefined };
  readonly chat: { readonly timeoutMs: number; readonly checkGraceMs: number };
  /** Where signed selectors for the webmails' pages come from: a path, an https address, or nowhere. */
  readonly selectorsFrom: string | undefined;
  readonly clockScale: number;
}

/** A setting that stops the start. `message` has one line per wrong setting: its name and a sentence. */
export class ConfigError extends StartRefused {
  override readonly name = 'ConfigError';
}

/**
 * Reads the settings from an environment. Empty values count as not given. Generates SECRET into the data folder
 * when the database is embedded.
 * @throws ConfigError naming every wrong setting.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const values = readSettings(env);
  checkTogether(values);
  const dataDir = resolve(values.DATA_DIR);
  const secret = values.SECRET ?? generatedSecret(dataDir);
  return {
    port: values.PORT,
    host: values.HOST,
    publicUrl: values.PUBLIC_URL ?? localUrl(values.HOST, values.PORT),
    trustedProxies: values.TRUSTED_PROXIES,
    dataDir,
    filesDir: values.FILES_DIR === undefined ? join(dataDir, 'files') : resolve(values.FILES_DIR),
    filesBucket: bucketOf(values),
    database: {
      url: values.DATABASE_URL,
      listenUrl: values.DATABASE_LISTEN_URL,
      connections: values.DATABASE_CONNECTIONS,
    },
    secret,
    vaultKeys: values.VAULT_KEYS ?? [keyFromSecret(secret)],
    logLevel: values.LOG_LEVEL,
    extensionIds: values.EXTENSION_IDS,
    workerConcurrency: values.WORKER_CONCURRENCY,
    liveRetentionDays: values.LIVE_RETENTION_DAYS,
    metricsToken: values.METRICS_TOKEN,
    mail: { smtpUrl: values.SMTP_URL, from: values.MAIL_FROM },
    slack: {
      client: oauthClient(values.SLACK_CLIENT_ID, values.SLACK_CLIENT_SECRET),
      signingSecret: values.SLACK_SIGNING_SECRET,
      appToken: values.SLACK_APP_TOKEN,
      readLimits: values.SLACK_READ_LIMITS,
      apiUrl: values.SLACK_API_URL,
      authorizeUrl: values.SLACK_AUTHORIZE_URL,
      issuer: values.SLACK_ISSUER,
    },
    google: {
      client: oauthClient(values.GOOGLE_CLIENT_ID, values.GOOGLE_CLIENT_SECRET),
      issuer: values.GOOGLE_ISSUER,
    },
    microsoft: {
      client: oauthClient(values.MICROSOFT_CLIENT_ID, values.MICROSOFT_CLIENT_SECRET),
      issuer: values.MICROSOFT_ISSUER,
    },
    pictureHosts: values.PICTURE_HOSTS,
    webhookOrigins: values.WEBHOOK_ORIGINS,
    blockedFileTypes: values.BLOCKED_FILE_TYPES,
    gmail: {
      authorizeUrl: values.GOOGLE_AUTHORIZE_URL,
      oauthUrl: values.GOOGLE_OAUTH_URL,
      certsUrl: values.GOOGLE_CERTS_URL,
      apiUrl: values.GMAIL_API_URL,
      topic: values.GMAIL_TOPIC,
      pushAccount: values.GMAIL_PUSH_ACCOUNT,
      quota: values.GMAIL_QUOTA,
      projectUnits: values.GMAIL_PROJECT_UNITS,
    },
    graph: { apiUrl: values.GRAPH_API_URL },
    mailboxes: {
      windowDays: values.MAIL_WINDOW_DAYS,
      timeoutMs: values.MAIL_TIMEOUT_MS,
      checkGraceMs: values.MAIL_CHECK_GRACE_MS,
    },
    mailServers: {
      privateHosts: values.MAIL_PRIVATE_HOSTS,
      ca: values.MAIL_CA_FILE === undefined ? undefined : [...rootCertificates, values.MAIL_CA_FILE],
    },
    chat: { timeoutMs: values.CHAT_TIMEOUT_MS, checkGraceMs: values.CHAT_CHECK_GRACE_MS },
    selectorsFrom: values.SELECTORS_FROM,
    clockScale: values.CLOCK_SCALE,
  };
}

/** Where a browser on this machine reaches a server that listens on `host`. */
export function localUrl(host: string, port: number): string {
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}`;
}

function readSettings(env: Readonly<Record<string, string | undefined>>): SettingValues {
  const wrong: string[] = [];
  const entries = Object.entries<Setting>(settings).map(([name, setting]) => {
    const given = env[name] === undefined || env[name] === '' ? setting.fallback : env[name];
    const parsed = setting.schema.safeParse(given);
    if (!parsed.success) wrong.push(`${name} ${parsed.error.issues[0]?.message ?? 'is not valid'}.`);
    return [name, parsed.data] as const;
  });
  if (wrong.length > 0) throw new ConfigError(wrong.join('\n'));
  return Object.fromEntries(entries) as SettingValues;
}

const pairs = [
  ['SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET'],
  ['GOOGLE_CLIENT_ID', 'GOOGLE_CLIENT_SECRET'],
  ['MICROSOFT_CLIENT_ID', 'MICROSOFT_CLIENT_SECRET'],
  ['FILES_BUCKET', 'FILES_BUCKET_KEY_ID'],
  ['FILES_BUCKET', 'FILES_BUCKET_SECRET'],
  ['GMAIL_TOPIC', 'GMAIL_PUSH_ACCOUNT'],
] as const satisfies readonly (readonly [SettingName, SettingName])[];

function checkTogether(values: SettingValues): void {
  const wrong: string[] = [];
  for (const [id, secret] of pairs) {
    if (values[id] !== undefined && values[secret] === undefined) wrong.push(`${secret} is needed with ${id}.`);
    if (values[secret] !== undefined && values[id] === undefined) wrong.push(`${id} is needed with ${secret}.`);
  }
  if (values.DATABASE_URL !== undefined && values.SECRET === undefined)
    wrong.push('SECRET is needed with DATABASE_URL, and must be the same for every server on that database.');
  if (values.DATABASE_LISTEN_URL !== undefined && values.DATABASE_URL === undefined)
    wrong.push('DATABASE_LISTEN_URL needs DATABASE_URL; the embedded database is always reached directly.');
  if (values.CHAT_CHECK_GRACE_MS <= values.CHAT_TIMEOUT_MS)
    wrong.push('CHAT_CHECK_GRACE_MS must be longer than CHAT_TIMEOUT_MS, or a call under way would be repeated.');
  if (wrong.length > 0) throw new ConfigError(wrong.join('\n'));
}

function bucketOf(values: SettingValues): Config['filesBucket'] {
  const { FILES_BUCKET: url, FILES_BUCKET_KEY_ID: keyId, FILES_BUCKET_SECRET: secret } = values;
  if (url === undefined || keyId === undefined || secret === undefined) return undefined;
  return { url, region: values.FILES_BUCKET_REGION, keyId, secret };
}

function oauthClient(clientId: string | undefined, clientSecret: string | undefined): OAuthClient | undefined {
  return clientId === undefined || clientSecret === undefined ? undefined : { clientId, clientSecret };
}

/** The secret kept in the data folder, made on the first start. Two servers starting together read the same one. */
function generatedSecret(dataDir: string): string {
  const path = join(dataDir, 'secret');
  const found = readSecret(path);
  if (found !== undefined) return found;
  mkdirSync(dataDir, { recursive: true });
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600 });
  try {
    // A hard link appears whole or not at all and never replaces another server's secret.
    linkSync(draft, path);
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw new ConfigError(unwritable(dataDir));
  } finally {
    rmSync(draft, { force: true });
  }
  chmodSync(path, 0o600);
  return readFileSync(path, 'utf8').trim();
}

function readSecret(path: string): string | undefined {
  try {
    const secret = readFileSync(path, 'utf8').trim();
    if (secret.length < 32) throw new ConfigError(`SECRET in ${path} is damaged: put back the file from a backup.`);
    return secret;
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

function keyFromSecret(secret: string): { id: string; key: Buffer } {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'sidethread vault', 32));
  return { id: `s-${createHash('sha256').update(key).digest('hex').slice(0, 8)}`, key };
}

function unwritable(dataDir: string): string {
  return `DATA_DIR names ${dataDir}, where the server cannot write: give it a folder of its own.`;
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
