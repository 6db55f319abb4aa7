import type { Config } from '#server/kernel/config.ts';
import type { MailProviders } from '#server/ports/mail-ports.ts';
import type { LogInMailProvider } from '#server/ports/mail-reader.ts';
import { createGmail } from './gmail/create-gmail.ts';
import { createGmailIntake } from './gmail/read-push.ts';
import { createGraph } from './graph/create-graph.ts';
import { createGraphIntake } from './graph/watch-mailbox.ts';
import { createImap } from './imap/create-imap.ts';
import { createSmtpSender } from './smtp/send-mail.ts';
import { proveSubmission, submitMail } from './smtp/submit-mail.ts';

/** The mail providers for which the server has a client. */
export function createMailProviders(config: Config): MailProviders {
  const gmail = createGmail(config);
  const outlook = createGraph(config);
  const gmailIntake = createGmailIntake(config);
  return {
    providers: { ...(gmail && { gmail }), ...(outlook && { outlook }), imap: createOtherAccounts(config) },
    intakes: { ...(gmailIntake && { gmail: gmailIntake }), ...(outlook?.canWatch && { outlook: createGraphIntake() }) },
  };
}

/** Accounts at any mail server: read by IMAP, sent from by SMTP. */
function createOtherAccounts({ mailServers, mailboxes }: Config): LogInMailProvider {
  const options = { ...mailServers, timeoutMs: mailboxes.timeoutMs };
  return createImap(options, {
    prove: (account) => proveSubmission(account, options),
    submit: (account, mail) => submitMail(account, options, mail),
    sender: (account, sentFolder) => createSmtpSender(account, options, sentFolder),
  });
}
