import { z } from 'zod';
import {
  count,
  durationMs,
  isHostOrOrigin,
  list,
  mailUrl,
  optional,
  pemFile,
  port,
  postgresUrl,
  selectorSource,
  text,
  vaultKeys,
  webUrl,
} from './setting-values.ts';

/** One environment variable: what it is for, its default as one would write it, and what a right value is. */
export interface Setting<Value = unknown> {
  readonly about: string;
  /** Undefined: without it, whatever it switches on stays off. */
  readonly fallback?: string;
  /** For tests and development only; left out of the README's table. */
  readonly internal?: boolean;
  readonly schema: z.ZodType<Value, string | undefined>;
}

/** Every setting of the server, in the order in which README and .env.example list them. */
export const settings = {
  PORT: { about: 'Port to listen on; 0 takes a free one.', fallback: '8710', schema: port },
  HOST: { about: 'Address to listen on; 0.0.0.0 for all.', fallback: '127.0.0.1', schema: text },
  PUBLIC_URL: {
    about: 'Address under which browsers and Slack reach the server; default: where it listens.',
    schema: optional(webUrl),
  },
  TRUSTED_PROXIES: {
    about: 'How many proxies of yours stand before the server; their X-Forwarded-For is then believed.',
    fallback: '0',
    schema: z.string().regex(/^\d$/, 'must be a number from 0 to 9').transform(Number),
  },
  DATA_DIR: {
    about: 'Folder for the embedded database, attached files and generated secrets.',
    fallback: './data',
    schema: text,
  },
  DATABASE_URL: { about: 'PostgreSQL 16 or newer to use instead of the embedded one.', schema: optional(postgresUrl) },
  DATABASE_LISTEN_URL: {
    about: 'Direct connection to the same database, where DATABASE_URL goes through a pooler.',
    schema: optional(postgresUrl),
  },
  DATABASE_CONNECTIONS: {
    about: 'Most connections of one server for requests and jobs.',
    fallback: '20',
    schema: count,
  },
  FILES_DIR: {
    about: 'Folder for attached files, shared by all servers; default: files in DATA_DIR.',
    schema: optional(text),
  },
  FILES_BUCKET: {
    about:
      'S3-compatible bucket for attached files instead of FILES_DIR, as an address: https://s3.eu-central-1.amazonaws.com/our-files. FILES_DIR then holds only what is being uploaded.',
    schema: optional(webUrl),
  },
  FILES_BUCKET_REGION: {
    about: 'Region by which requests to the bucket are signed.',
    fallback: 'us-east-1',
    schema: text,
  },
  FILES_BUCKET_KEY_ID: {
    about: 'Access key that may read, write and delete objects in FILES_BUCKET, and list it.',
    schema: optional(text),
  },
  FILES_BUCKET_SECRET: { about: 'Secret of FILES_BUCKET_KEY_ID.', schema: optional(text) },
  SECRET: {
    about:
      'At least 32 characters that sign sessions; required with DATABASE_URL, otherwise generated and kept in DATA_DIR.',
    schema: optional(z.string().min(32, 'must have at least 32 characters')),
  },
  VAULT_KEYS: {
    about:
      'Keys that seal tokens in the database, id:base64 of 32 bytes, commas between, newest first; default: one made from SECRET.',
    schema: optional(vaultKeys),
  },
  LOG_LEVEL: {
    about: 'trace, debug, info, warn, error or silent.',
    fallback: 'info',
    schema: z.enum(
      ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'],
      'must be trace, debug, info, warn, error, fatal or silent',
    ),
  },
  EXTENSION_IDS: {
    about: 'Ids of the extensions that may sign in, commas between; default: the id of our own build.',
    fallback: '',
    schema: list,
  },
  WORKER_CONCURRENCY: { about: 'Jobs that one server does at the same time.', fallback: '10', schema: count },
  LIVE_RETENTION_DAYS: {
    about: 'Days after which a sleeping client reads everything afresh instead of catching up.',
    fallback: '7',
    schema: count,
  },
  METRICS_TOKEN: {
    about: 'Bearer token that /metrics asks for; without it only this machine may read it.',
    schema: optional(z.string().min(16, 'must have at least 16 characters')),
  },
  SMTP_URL: {
    about: 'Mail server for sign-in links and invitations; without it the links are shown to the owner.',
    schema: optional(mailUrl),
  },
  MAIL_FROM: { about: 'Sender of those mails.', fallback: 'Sidethread <sidethread@localhost>', schema: text },
  SLACK_CLIENT_ID: { about: "The Slack app's client id.", schema: optional(text) },
  SLACK_CLIENT_SECRET: { about: "The Slack app's client secret.", schema: optional(text) },
  SLACK_SIGNING_SECRET: {
    about: 'Checks that events come from Slack; needed for the Events API.',
    schema: optional(text),
  },
  SLACK_APP_TOKEN: {
    about: 'App-level token (xapp-…) for Socket Mode, which needs no public address.',
    schema: optional(z.string().startsWith('xapp-', 'must start with xapp-')),
  },
  SLACK_READ_LIMITS: {
    about:
      'How much of a thread Slack lets the app read: internal (own app or Marketplace) or commercial (one call a minute, 15 messages).',
    fallback: 'internal',
    schema: z.enum(['internal', 'commercial'], 'must be internal or commercial'),
  },
  SLACK_API_URL: {
    about: "Slack's API.",
    fallback: 'https://slack.com/api/',
    schema: webUrl.transform((value) => `${value}/`),
  },
  SLACK_AUTHORIZE_URL: {
    about: "Slack's page that asks for consent.",
    fallback: 'https://slack.com/oauth/v2/authorize',
    schema: webUrl,
  },
  SLACK_ISSUER: { about: "Slack's sign-in with OpenID Connect.", fallback: 'https://slack.com', schema: webUrl },
  GOOGLE_CLIENT_ID: { about: 'Client id for signing in with Google and for connecting Gmail.', schema: optional(text) },
  GOOGLE_CLIENT_SECRET: { about: 'The secret that goes with it.', schema: optional(text) },
  GOOGLE_ISSUER: {
    about: "Google's sign-in with OpenID Connect.",
    fallback: 'https://accounts.google.com',
    schema: webUrl,
  },
  GOOGLE_AUTHORIZE_URL: {
    about: "Google's page that asks for consent to read mail.",
    fallback: 'https://accounts.google.com/o/oauth2/v2/auth',
    schema: webUrl,
  },
  GOOGLE_OAUTH_URL: {
    about: 'Where Google gives tokens (/token) and takes them back (/revoke).',
    fallback: 'https://oauth2.googleapis.com',
    schema: webUrl,
  },
  GOOGLE_CERTS_URL: {
    about: 'Keys that check who sends notifications of new mail.',
    fallback: 'https://www.googleapis.com/oauth2/v3/certs',
    schema: webUrl,
  },
  GMAIL_API_URL: { about: 'The Gmail API.', fallback: 'https://gmail.googleapis.com', schema: webUrl },
  GMAIL_TOPIC: {
    about: 'Pub/Sub topic (projects/…/topics/…) that tells of new mail; without it the server asks every so often.',
    schema: optional(z.string().regex(/^projects\/[^/]+\/topics\/[^/]+$/, 'must be of the form projects/…/topics/…')),
  },
  GMAIL_PUSH_ACCOUNT: {
    about: "Service account that signs the topic's push subscription to PUBLIC_URL/webhooks/gmail.",
    schema: optional(z.email('must be a mail address')),
  },
  GMAIL_QUOTA: {
    about: 'What Google allows the project: current, or legacy for projects made before May 2026.',
    fallback: 'current',
    schema: z.enum(['current', 'legacy'], 'must be current or legacy'),
  },
  GMAIL_PROJECT_UNITS: {
    about: 'Quota units that Google allows all mailboxes of the project together in a minute.',
    fallback: '1200000',
    schema: z.coerce.number<string>('must be a number').int('must be a whole number').min(100, 'must be 100 or more'),
  },
  MICROSOFT_CLIENT_ID: {
    about: 'Client id for signing in with Microsoft and for connecting Outlook.',
    schema: optional(text),
  },
  MICROSOFT_CLIENT_SECRET: { about: 'The secret that goes with it.', schema: optional(text) },
  MICROSOFT_ISSUER: {
    about: "Microsoft's sign-in with OpenID Connect.",
    fallback: 'https://login.microsoftonline.com/common/v2.0',
    schema: webUrl,
  },
  PICTURE_HOSTS: {
    about:
      'Hosts from which the server reads people’s pictures, over https and at public addresses only; an origin with http:// or https:// is taken at its word.',
    fallback: '*.slack-edge.com,secure.gravatar.com,lh3.googleusercontent.com',
    schema: list.refine((items) => items.every(isHostOrOrigin), 'must be host names or origins, commas between'),
  },
  WEBHOOK_ORIGINS: {
    about:
      'Origins in your own network that webhooks may also go to, such as http://10.0.0.5:8080; all others must be https at public addresses.',
    fallback: '',
    schema: list.refine(
      (items) => items.every((item) => item.includes('://') && isHostOrOrigin(item)),
      'must be origins, commas between',
    ),
  },
  BLOCKED_FILE_TYPES: {
    about:
      'Endings of files that no mail to a customer carries, commas between; with exe among them, programs under other names neither.',
    fallback:
      'ade,adp,app,bat,chm,cmd,com,cpl,dll,dmg,exe,hta,img,ins,iso,isp,jar,js,jse,lnk,mde,msc,msi,msp,mst,nsh,pif,ps1,reg,scr,sct,sys,vb,vbe,vbs,vhd,vhdx,wsc,wsf,wsh,xll',
    schema: list.refine(
      (items) => items.every((item) => /^[a-z0-9]{1,12}$/i.test(item)),
      'must be endings without dots, commas between',
    ),
  },
  GRAPH_API_URL: { about: 'Microsoft Graph.', fallback: 'https://graph.microsoft.com/v1.0', schema: webUrl },
  MAIL_PRIVATE_HOSTS: {
    about:
      'Mail servers of other accounts (IMAP, SMTP) that may lie at private addresses, such as an Exchange in the house; any other is connected at public addresses and on the usual ports alone.',
    fallback: '',
    schema: list.transform((items) => items.map((item) => item.toLowerCase())),
  },
  MAIL_CA_FILE: {
    about: 'Certificate authorities (PEM) besides the usual ones that may vouch for other accounts’ mail servers.',
    schema: optional(pemFile),
  },
  MAIL_WINDOW_DAYS: {
    about: 'How many days back the mail of a newly connected mailbox is read.',
    fallback: '180',
    schema: count,
  },
  MAIL_TIMEOUT_MS: {
    about: 'How long a request to a mail provider may take.',
    fallback: '30000',
    schema: durationMs,
  },
  MAIL_CHECK_GRACE_MS: {
    about: 'How long after an unclear send the server waits before it looks whether the mail went out.',
    fallback: '45000',
    schema: durationMs,
  },
  CHAT_TIMEOUT_MS: {
    about: 'How long a call to the chat may take before its outcome counts as unclear.',
    fallback: '10000',
    schema: durationMs,
  },
  CHAT_CHECK_GRACE_MS: {
    about: 'How long after an unclear call the server waits before it looks whether it happened.',
    fallback: '15000',
    schema: durationMs,
  },
  SELECTORS_FROM: {
    about: 'File or https address of signed selectors for the webmails’ pages, passed on to the team’s browsers.',
    schema: optional(selectorSource),
  },
  CLOCK_SCALE: {
    about: 'Tests only: waits are divided by this.',
    fallback: '1',
    internal: true,
    schema: z.coerce
      .number<string>('must be a number from 1 to 10000')
      .min(1, 'must be a number from 1 to 10000')
      .max(10_000, 'must be a number from 1 to 10000'),
  },
} as const satisfies Record<string, Setting>;

export type SettingName = keyof typeof settings;

/** What the environment said, by name, checked and with defaults filled in. */
export type SettingValues = { readonly [Name in SettingName]: z.output<(typeof settings)[Name]['schema']> };
