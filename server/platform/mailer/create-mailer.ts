import { createTransport } from 'nodemailer';
import type { Config } from '#server/kernel/config.ts';
import type { Mailer } from '#server/ports/mailer.ts';

/** The mail server named by SMTP_URL, or undefined when none is configured: links are then shown instead of mailed. */
export function createMailer(config: Pick<Config, 'mail'>): Mailer | undefined {
  if (config.mail.smtpUrl === undefined) return undefined;
  const transport = createTransport(
    { url: config.mail.smtpUrl, connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 },
    { from: config.mail.from },
  );
  return {
    send: async (mail) => {
      await transport.sendMail({ to: mail.to, subject: mail.subject, text: mail.text, disableFileAccess: true });
    },
  };
}
