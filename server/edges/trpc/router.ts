import { router } from './init.ts';
import { activitiesRouter } from './routers/activities.ts';
import { apiTokensRouter } from './routers/api-tokens.ts';
import { chatRouter } from './routers/chat.ts';
import { contactsRouter } from './routers/contacts.ts';
import { correspondencesRouter } from './routers/correspondences.ts';
import { devicesRouter } from './routers/devices.ts';
import { discussionsRouter } from './routers/discussions.ts';
import { emailsRouter } from './routers/emails.ts';
import { liveRouter } from './routers/live.ts';
import { notificationsRouter } from './routers/notifications.ts';
import { mailboxesRouter } from './routers/mailboxes.ts';
import { outgoingMailRouter } from './routers/outgoing-mail.ts';
import { presenceRouter } from './routers/presence.ts';
import { sessionRouter } from './routers/session.ts';
import { sharingRouter } from './routers/sharing.ts';
import { teamsRouter } from './routers/teams.ts';
import { templatesRouter } from './routers/templates.ts';
import { webhooksRouter } from './routers/webhooks.ts';
import { webmailRouter } from './routers/webmail.ts';

/** Everything the extension may ask of the server. */
export const appRouter = router({
  activities: activitiesRouter,
  apiTokens: apiTokensRouter,
  chat: chatRouter,
  contacts: contactsRouter,
  correspondences: correspondencesRouter,
  devices: devicesRouter,
  discussions: discussionsRouter,
  emails: emailsRouter,
  live: liveRouter,
  mailboxes: mailboxesRouter,
  notifications: notificationsRouter,
  outgoingMail: outgoingMailRouter,
  presence: presenceRouter,
  session: sessionRouter,
  sharing: sharingRouter,
  teams: teamsRouter,
  templates: templatesRouter,
  webhooks: webhooksRouter,
  webmail: webmailRouter,
});

export type AppRouter = typeof appRouter;
