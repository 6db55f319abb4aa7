import { Check, X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { TextKey } from '#extension/language/messages.ts';
import { t } from '#extension/language/t.ts';
import { Group, Row, SectionPage } from './section.tsx';

const shared: readonly TextKey[] = ['privacy.hashes', 'privacy.onPosting', 'privacy.discussion', 'privacy.presence'];
const never: readonly TextKey[] = [
  'privacy.neverReading',
  'privacy.neverOffAccounts',
  'privacy.neverPrivate',
  'privacy.neverCustomer',
  'privacy.neverFreeMail',
];

/** What leaves this browser, when, and what never does. */
export const PrivacySection = () => (
  <SectionPage title={t('options.privacy')} note={t('privacy.note')}>
    <List
      title={t('privacy.shared')}
      texts={shared}
      icon={<Check size={16} className="text-accent-ink" aria-hidden />}
    />
    <List title={t('privacy.never')} texts={never} icon={<X size={16} className="text-muted" aria-hidden />} />
  </SectionPage>
);

const List = ({ title, texts, icon }: { title: string; texts: readonly TextKey[]; icon: ReactNode }) => (
  <Group title={title}>
    {texts.map((text) => (
      <Row key={text}>
        <p className="flex items-start gap-2.5 text-pretty">
          <span className="mt-0.5 shrink-0">{icon}</span>
          {t(text)}
        </p>
      </Row>
    ))}
  </Group>
);
