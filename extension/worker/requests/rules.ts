import type { RequestName, Topic } from '../../messaging/protocol.ts';
import type { KnownSender, ViewSender } from '../../messaging/sender.ts';

/** What stands in a page that is not ours may not ask for, even when paired: signing in and out, and running the team. */
const neverInAPage: ReadonlySet<RequestName> = new Set<RequestName>([
  'account.list',
  'welcome.open-webmail',
  'site.set',
  'session.expect',
  'session.sign-in',
  'session.sign-out',
  'session.choose-team',
  'session.set-name',
  'session.set-picture',
  'session.ask-for-email',
  'chat.install',
  'chat.disconnect',
  'chat.link-me',
  'chat.unlink-me',
  'chat.set-default-channel',
  'chat.set-shows-mail',
  'mailbox.connect',
  'mailbox.connect-account',
  'mailbox.renew-password',
  'mailbox.change',
  'mailbox.check',
  'mailbox.failed',
  'mailbox.retry-failed',
  'mailbox.disconnect',
  'mailbox.taken',
  'mailbox.ask',
  'mailbox.add-user',
  'mailbox.remove-user',
  'mailbox.signature',
  'mailbox.set-signature',
  'sharing.get',
  'sharing.preview',
  'sharing.confirm',
  'team-rule.list',
  'team-rule.propose',
  'team-rule.withdraw',
  'team-rule.preview',
  'team-rule.answer',
  'team.invite',
  'team.cancel-invitation',
  'team.set-role',
  'team.remove-member',
  'team.leave',
  'team.departure',
  'team.rename',
  'notification.settings',
  'notification.set-settings',
  'team.set-presence',
  'template.save',
  'template.import',
  'template.export',
  'template.remove',
  'template.restore',
  'api-token.list',
  'api-token.create',
  'api-token.revoke',
  'webhook.list',
  'webhook.create',
  'webhook.rotate',
  'webhook.switch',
  'webhook.remove',
  'webhook.test',
  'webhook.deliveries',
  'webhook.redeliver',
  'device.list',
  'webmail.losses',
  'device.revoke',
]);

/** What the popup and our other pages may ask: all that is not about an open mail. */
const forOwnPages: ReadonlySet<RequestName> = new Set<RequestName>([
  ...neverInAPage,
  'account.choose',
  'overlay.navigate',
  'discussion.read',
  'discussion.unread',
  'discussion.follow',
  'discussion.mute',
  'discussion.search',
  'correspondence.list',
  'correspondence.cached',
  'correspondence.read',
  'correspondence.change',
  'correspondence.explain',
  'correspondence.merge',
  'correspondence.split',
  'correspondence.undo',
  'correspondence.mark',
  'email.markup',
  'email.file-text',
  'outgoing.list',
  'outgoing.prepare',
  'outgoing.aliases',
  'outgoing.complete',
  'outgoing.save',
  'outgoing.send',
  'outgoing.link',
  'outgoing.act',
  'file.upload',
  'template.list',
  'template.values',
  'template.use',
  'chat.channels',
  'chat.people',
  'sharing.share-thread',
  'team.members',
]);

export interface SenderKnowledge {
  isKnownPage(sender: Extract<KnownSender, { kind: 'page' }>): boolean;
  isPaired(sender: ViewSender): boolean;
}

/** Whether this sender may send this request now. A frame in a webmail tab may only pair until it has. */
export function mayRequest(name: RequestName, sender: KnownSender, known: SenderKnowledge): boolean {
  if (sender.kind === 'page') return name === 'page.hello' || known.isKnownPage(sender);
  if (sender.surface !== 'sidebar') return forOwnPages.has(name);
  if (name === 'view.pair') return true;
  return known.isPaired(sender) && !neverInAPage.has(name);
}

/** Whether a view may watch a topic now: a sidebar only once it is paired, its own tab and no other. */
export function mayWatch(topic: Topic, sender: ViewSender, known: Pick<SenderKnowledge, 'isPaired'>): boolean {
  if (sender.surface === 'sidebar') return topic !== 'pages' && known.isPaired(sender);
  return topic !== 'tab';
}
