import type { Config } from '#server/kernel/config.ts';
import type { MailProviders } from '#server/ports/mail-ports.ts';
import { createGmail } from './gmail/create-gmail.ts';
import { createGmailIntake } from './gmail/read-push.ts';
import { createGraph } from './graph/create-graph.ts';
import { createGraphIntake } from './graph/watch-mailbox.ts';

/** The mail providers for which the server has a client. */
export function createMailProviders(config: Config): MailProviders {
  const gmail = createGmail(config);
  const outlook = createGraph(config);
  const gmailIntake = createGmailIntake(config);
  return {
    providers: { ...(gmail && { gmail }), ...(outlook && { outlook }) },
    intakes: { ...(gmailIntake && { gmail: gmailIntake }), ...(outlook?.canWatch && { outlook: createGraphIntake() }) },
  };
}
