import type { MailServer } from '#shared/contract/mail-account.ts';

/** Where an account may be read and sent from. */
export interface GuessedServers {
  readonly imap: MailServer;
  readonly smtp: MailServer;
}

/** Providers whose servers are not named after the address; hosts as their own help pages give them. */
const known: Readonly<Record<string, readonly [imap: string, smtp: string]>> = {
  'gmx.de': ['imap.gmx.net', 'mail.gmx.net'],
  'gmx.net': ['imap.gmx.net', 'mail.gmx.net'],
  'icloud.com': ['imap.mail.me.com', 'smtp.mail.me.com'],
  'me.com': ['imap.mail.me.com', 'smtp.mail.me.com'],
  't-online.de': ['secureimap.t-online.de', 'securesmtp.t-online.de'],
  'yahoo.com': ['imap.mail.yahoo.com', 'smtp.mail.yahoo.com'],
  'yahoo.de': ['imap.mail.yahoo.com', 'smtp.mail.yahoo.com'],
};
/** Apple takes mail with STARTTLS alone. */
const startsInTheClear = ['smtp.mail.me.com'];

/** What an address's mail servers are most often called, to be shown and corrected; undefined for no address. */
export function guessServers(address: string): GuessedServers | undefined {
  const domain = /^[^@\s]+@([a-z0-9.-]+\.[a-z]{2,})$/i.exec(address.trim())?.[1]?.toLowerCase();
  if (domain === undefined) return undefined;
  const [imap, smtp] = known[domain] ?? [`imap.${domain}`, `smtp.${domain}`];
  const isClear = startsInTheClear.includes(smtp);
  return {
    imap: { host: imap, port: 993, security: 'tls' },
    smtp: { host: smtp, port: isClear ? 587 : 465, security: isClear ? 'starttls' : 'tls' },
  };
}
