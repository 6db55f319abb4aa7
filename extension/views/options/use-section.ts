import { useSyncExternalStore } from 'react';

export const sections = [
  'account',
  'mailboxes',
  'team',
  'devices',
  'slack',
  'presence',
  'webmail',
  'appearance',
] as const;
export type Section = (typeof sections)[number];

export const sectionNames: Record<Section, string> = {
  account: 'Account',
  mailboxes: 'Mailboxes',
  team: 'Team',
  devices: 'Devices',
  slack: 'Slack',
  presence: 'Presence',
  webmail: 'Webmail pages',
  appearance: 'Appearance',
};

/** The section that an address's fragment names; the first for any other. */
export function readSection(hash: string): Section {
  const wanted = hash.replace(/^#\/?/, '');
  return sections.find((section) => section === wanted) ?? 'account';
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

/** The section in view; changes with the address, so Back works and links lead right. */
export const useSection = (): Section => useSyncExternalStore(subscribe, () => readSection(window.location.hash));
