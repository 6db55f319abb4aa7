import type { ApiToken, CreateApiToken } from '#shared/contract/api-token.ts';
import type { ChatChannel, ChatPerson } from '#shared/contract/chat.ts';
import type { Departure, HandOver } from '#shared/contract/departure.ts';
import type { MailAccount, RenewPassword } from '#shared/contract/mail-account.ts';
import type { FailedMail, ConsentProviderId, TakenMailbox } from '#shared/contract/mailbox.ts';
import type { WebmailLoss } from '#shared/contract/webmail-loss.ts';
import type { NotificationSettings } from '#shared/contract/notification.ts';
import type { Device, Invitation, Role, SessionView, Teammate } from '#shared/contract/person.ts';
import type {
  AnswerTeamRule,
  ConfirmSharing,
  PreviewSharing,
  ProposeTeamRule,
  SharedThread,
  ShareThread,
  SharingCount,
  SharingView,
  TeamRule,
  TeamRuleAt,
} from '#shared/contract/sharing.ts';

/** What is asked about signing in, the team, its chat and its mailboxes, mostly by popup and options. */
export interface TeamRequests {
  /** Someone is about to be asked whether we may reach this server; once they allow it, sign-in goes on by itself. */
  'session.expect': { from: 'view'; input: { serverUrl: string }; output: null };
  'session.sign-in': { from: 'view'; input: { serverUrl: string }; output: SessionView };
  'session.sign-out': { from: 'view'; input: null; output: null };
  'session.choose-team': { from: 'view'; input: { teamId: string }; output: null };

  'session.set-name': { from: 'view'; input: { name: string }; output: null };
  /** A PNG, JPEG or WebP file in base64, or null for none. */
  'session.set-picture': { from: 'view'; input: { base64: string | null }; output: null };
  /** Mails a link to the new address, which counts once that is opened. */
  'session.ask-for-email': { from: 'view'; input: { email: string }; output: null };

  'chat.channels': { from: 'view'; input: null; output: ChatChannel[] };
  'chat.people': { from: 'view'; input: null; output: ChatPerson[] };
  'chat.install': { from: 'view'; input: null; output: null };
  'chat.disconnect': { from: 'view'; input: null; output: null };
  'chat.link-me': { from: 'view'; input: null; output: null };
  'chat.unlink-me': { from: 'view'; input: null; output: null };
  'chat.set-shows-mail': { from: 'view'; input: { showsMail: boolean }; output: null };
  'chat.set-default-channel': { from: 'view'; input: { channelId: string }; output: null };

  /**
   * Opens the provider's consent page in a window. `mailboxId`: connects a known mailbox again. `maySend`: asks for that
   * too. `delegatedAddress`: a mailbox that whoever signs in may open, instead of their own.
   */
  'mailbox.connect': {
    from: 'view';
    input: {
      provider: ConsentProviderId;
      mailboxId: string | null;
      maySend: boolean;
      delegatedAddress?: string | undefined;
    };
    output: null;
  };
  /** Connects an account by its mail servers; nothing is kept unless both take the password. */
  'mailbox.connect-account': { from: 'view'; input: MailAccount; output: null };
  'mailbox.renew-password': { from: 'view'; input: RenewPassword; output: null };
  'mailbox.change': {
    from: 'view';
    input: { mailboxId: string; isPaused?: boolean | undefined; isNotified?: boolean | undefined };
    output: null;
  };
  'mailbox.check': { from: 'view'; input: { mailboxId: string }; output: null };
  'mailbox.failed': { from: 'view'; input: { mailboxId: string }; output: FailedMail[] };
  'mailbox.retry-failed': { from: 'view'; input: { mailboxId: string }; output: null };
  'mailbox.disconnect': { from: 'view'; input: { mailboxId: string; keepShared: boolean }; output: null };
  /** Mailboxes that one tried to connect and a teammate has already, and asking them to let one use theirs. */
  'mailbox.taken': { from: 'view'; input: null; output: TakenMailbox[] };
  'mailbox.ask': { from: 'view'; input: { mailboxId: string }; output: null };
  'mailbox.add-user': { from: 'view'; input: { mailboxId: string; userId: string }; output: null };
  /** Also declines who asked, and gives up using a teammate's. */
  'mailbox.remove-user': { from: 'view'; input: { mailboxId: string; userId: string }; output: null };
  'mailbox.signature': { from: 'view'; input: { mailboxId: string }; output: { body: string } };
  'mailbox.set-signature': { from: 'view'; input: { mailboxId: string; body: string }; output: null };
  'sharing.get': { from: 'view'; input: { mailboxId: string }; output: SharingView };
  /** What the team would see under these rules. Changes nothing. */
  'sharing.preview': { from: 'view'; input: PreviewSharing; output: SharingCount };
  /** Puts the rules in force, if what they share is still what was shown. */
  'sharing.confirm': { from: 'view'; input: ConfirmSharing; output: SharingView };
  /** Answers what brings back how it was. */
  'sharing.share-thread': { from: 'view'; input: ShareThread; output: SharedThread };
  'team-rule.list': { from: 'view'; input: null; output: TeamRule[] };
  'team-rule.propose': { from: 'view'; input: ProposeTeamRule; output: TeamRule[] };
  'team-rule.withdraw': { from: 'view'; input: { ruleId: string }; output: TeamRule[] };
  /** What accepting it would share beyond what is shared. Changes nothing. */
  'team-rule.preview': { from: 'view'; input: TeamRuleAt; output: SharingCount };
  'team-rule.answer': { from: 'view'; input: AnswerTeamRule; output: TeamRule[] };

  'team.members': { from: 'view'; input: null; output: { members: Teammate[]; invitations: Invitation[] } };
  'team.invite': { from: 'view'; input: { email: string; role: Role }; output: Invitation };
  'team.cancel-invitation': { from: 'view'; input: { id: string }; output: null };
  'team.set-role': { from: 'view'; input: { userId: string; role: Role }; output: null };
  'team.remove-member': { from: 'view'; input: HandOver & { userId: string }; output: null };
  'team.leave': { from: 'view'; input: HandOver; output: null };
  /** What somebody would leave behind. */
  'team.departure': { from: 'view'; input: { userId: string }; output: Departure };
  'team.rename': { from: 'view'; input: { name: string }; output: null };
  'notification.settings': { from: 'view'; input: null; output: NotificationSettings };
  'notification.set-settings': { from: 'view'; input: NotificationSettings; output: NotificationSettings };
  'team.set-presence': { from: 'view'; input: { enabled: boolean }; output: null };
  'api-token.list': { from: 'view'; input: null; output: ApiToken[] };
  /** The secret is answered this once. */
  'api-token.create': { from: 'view'; input: CreateApiToken; output: ApiToken & { token: string } };
  'api-token.revoke': { from: 'view'; input: { id: string }; output: null };
  'device.list': { from: 'view'; input: null; output: Device[] };
  'device.revoke': { from: 'view'; input: { id: string }; output: null };
  /** How often pages could not be read in the last weeks, for the team's admins. */
  'webmail.losses': { from: 'view'; input: null; output: WebmailLoss[] };
  /** The shape of the tab's page without any mail text, for a report. */
  'report.page-shape': { from: 'view'; input: null; output: { shape: string } };
}
