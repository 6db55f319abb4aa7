import { CircleAlert, CircleDashed, Mail } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { t } from '#extension/language/t.ts';
import type { PageView } from '#extension/messaging/protocol.ts';
import { useBridge } from '../bridge/bridge.ts';
import { useTopic } from '../bridge/topic-store.ts';
import { useCommand } from '../bridge/use-command.ts';
import { Switch } from '../ui/switch.tsx';
import { describePage, type PageWords } from './describe-page.ts';
import { Line } from './line.tsx';

const icons: Record<PageWords['mood'], ReactNode> = {
  good: <Mail size={16} aria-hidden className="text-accent-ink" />,
  none: <CircleDashed size={16} aria-hidden className="text-muted" />,
  bad: <CircleAlert size={16} aria-hidden className="text-warn" />,
};

/** What is seen of the tab in front, and the switch of its site; nothing where no webmail is in front. */
export function PageCard() {
  const page = usePageInFront();
  const pages = useTopic('pages');
  const command = useCommand();
  if (page === undefined) return null;
  const { mood, title, note } = describePage(page);
  const isOn = pages?.sites.find(({ origin }) => origin === page.origin)?.on ?? true;
  const site = new URL(page.origin).host;
  return (
    <Line
      label={t('page.section')}
      icon={icons[mood]}
      title={title}
      note={note}
      isOfNow
      action={
        <Switch
          label={t('page.showOn', { site })}
          on={isOn}
          onChange={(on) => void command('site.set', { origin: page.origin, on })}
        />
      }
    />
  );
}

/** The tab before which the popup opened; opened as a page of its own, the webmail tab that came last. */
function usePageInFront(): PageView | undefined {
  const { shell } = useBridge();
  const tabs = useTopic('pages')?.tabs ?? [];
  const [active, setActive] = useState<number | null>(null);
  useEffect(() => void shell.findActiveTab().then(setActive), [shell]);
  return tabs.find(({ tabId }) => tabId === active) ?? tabs.at(-1);
}
