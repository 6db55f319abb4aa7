import {
  Bell,
  CircleHelp,
  Eye,
  Hash,
  Keyboard,
  KeyRound,
  LayoutTemplate,
  type LucideIcon,
  Mails,
  MonitorSmartphone,
  Palette,
  PanelRight,
  Radio,
  ScanText,
  UserRound,
  UsersRound,
  Webhook,
} from 'lucide-react';
import type { ComponentType } from 'react';
import type { TextKey } from '#extension/language/messages.ts';
import { AccountSection } from './account-section.tsx';
import { AppearanceSection } from './appearance-section.tsx';
import { DevicesSection } from './devices-section.tsx';
import { DiagnosticsSection } from './diagnostics-section.tsx';
import { MailboxSection } from './mailboxes/mailbox-section.tsx';
import { NotificationsSection } from './notifications-section.tsx';
import { PresenceSection } from './presence-section.tsx';
import { PrivacySection } from './privacy-section.tsx';
import { ShortcutsSection } from './shortcuts-section.tsx';
import { SitesSection } from './sites-section.tsx';
import type { SectionProps } from './section.tsx';
import { SlackSection } from './slack-section.tsx';
import { TemplatesSection } from './templates/templates-section.tsx';
import { TeamSection } from './team-section.tsx';
import { TokensSection } from './tokens/tokens-section.tsx';
import { WebhooksSection } from './webhooks/webhooks-section.tsx';
import { WebmailSection } from './webmail-section.tsx';

interface Described {
  /** Its place in the address: `options.html#id`. */
  id: string;
  title: TextKey;
  /** Words that one might look for it by, besides its title. */
  words: TextKey;
  Icon: LucideIcon;
  /** Only owners and admins may use it: others do not find it in the list. */
  isForAdmins?: true;
}

/** A page of settings. `View` needs somebody signed in, `PublicView` nobody. */
export type OptionsSection = Described &
  ({ View: ComponentType<SectionProps>; PublicView?: never } | { PublicView: ComponentType; View?: never });

/** Every page of settings, in the order of the list. A new one is one line here. */
export const optionsGroups: readonly { title: TextKey; sections: readonly OptionsSection[] }[] = [
  {
    title: 'options.groupYou',
    sections: [
      { id: 'account', title: 'options.account', words: 'options.accountWords', Icon: UserRound, View: AccountSection },
      { id: 'mailboxes', title: 'mailbox.title', words: 'options.mailboxesWords', Icon: Mails, View: MailboxSection },
      {
        id: 'templates',
        title: 'template.title',
        words: 'options.templatesWords',
        Icon: LayoutTemplate,
        View: TemplatesSection,
      },
      {
        id: 'notifications',
        title: 'options.notifications',
        words: 'options.notificationsWords',
        Icon: Bell,
        View: NotificationsSection,
      },
      {
        id: 'devices',
        title: 'options.devices',
        words: 'options.devicesWords',
        Icon: MonitorSmartphone,
        View: DevicesSection,
      },
      { id: 'tokens', title: 'tokens.title', words: 'tokens.words', Icon: KeyRound, View: TokensSection },
      { id: 'privacy', title: 'options.privacy', words: 'options.privacyWords', Icon: Eye, PublicView: PrivacySection },
    ],
  },
  {
    title: 'options.groupTeam',
    sections: [
      { id: 'team', title: 'options.team', words: 'options.teamWords', Icon: UsersRound, View: TeamSection },
      { id: 'slack', title: 'options.slack', words: 'options.slackWords', Icon: Hash, View: SlackSection },
      { id: 'presence', title: 'options.presence', words: 'options.presenceWords', Icon: Radio, View: PresenceSection },
      {
        id: 'webhooks',
        title: 'webhooks.title',
        words: 'webhooks.words',
        Icon: Webhook,
        isForAdmins: true,
        View: WebhooksSection,
      },
      {
        id: 'webmail',
        title: 'webmail.title',
        words: 'options.webmailWords',
        Icon: ScanText,
        isForAdmins: true,
        View: WebmailSection,
      },
    ],
  },
  {
    title: 'options.groupBrowser',
    sections: [
      { id: 'sites', title: 'options.sites', words: 'options.sitesWords', Icon: PanelRight, PublicView: SitesSection },
      {
        id: 'appearance',
        title: 'options.appearance',
        words: 'options.appearanceWords',
        Icon: Palette,
        PublicView: AppearanceSection,
      },
      {
        id: 'shortcuts',
        title: 'options.shortcuts',
        words: 'options.shortcutsWords',
        Icon: Keyboard,
        PublicView: ShortcutsSection,
      },
      {
        id: 'diagnostics',
        title: 'options.diagnostics',
        words: 'options.diagnosticsWords',
        Icon: CircleHelp,
        PublicView: DiagnosticsSection,
      },
    ],
  },
];

export const optionsSections = optionsGroups.flatMap(({ sections }) => sections);
