import { t } from '#extension/language/t.ts';
import { useTopic } from '../../bridge/topic-store.ts';
import { useCommand } from '../../bridge/use-command.ts';
import type { Self } from '../../sidebar/self.ts';
import { Button } from '../../ui/button.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Group, ItemRow, Row, SectionPage } from '../section.tsx';
import { MailboxItem } from './mailbox-item.tsx';

/** My connected mailboxes: how each stands, what of it the team sees, and the way to connect another. */
export function MailboxSection({ self }: { self: Self }) {
  const mailboxes = useTopic('mailboxes');
  return (
    <SectionPage title={t('mailbox.title')} note={t('mailbox.note')}>
      {mailboxes === undefined && <Skeleton lines label={t('mailbox.loading')} />}
      {mailboxes !== undefined && mailboxes !== null && mailboxes.length > 0 && (
        <Group title={t('mailbox.connected')}>
          {mailboxes.map((mailbox) => (
            <MailboxItem key={mailbox.id} mailbox={mailbox} />
          ))}
        </Group>
      )}
      {self.canWrite ? (
        <Connect isFirst={mailboxes?.length === 0} />
      ) : (
        <p className="text-muted">{t('mailbox.viewer')}</p>
      )}
    </SectionPage>
  );
}

function Connect({ isFirst }: { isFirst: boolean }) {
  const command = useCommand();
  return (
    <Group title={isFirst ? t('mailbox.connectFirst') : t('mailbox.connectAnother')}>
      <Row>
        <p className="text-small text-pretty text-muted">{t('mailbox.connectNote')}</p>
      </Row>
      <ItemRow
        actions={
          <Button onClick={() => void command('mailbox.connect', { provider: 'gmail', mailboxId: null })}>
            {t('mailbox.connect')}
          </Button>
        }
      >
        <span className="font-medium">Gmail</span>
      </ItemRow>
      <ItemRow
        actions={
          <Button onClick={() => void command('mailbox.connect', { provider: 'outlook', mailboxId: null })}>
            {t('mailbox.connect')}
          </Button>
        }
      >
        <span className="font-medium">Microsoft 365, Outlook</span>
      </ItemRow>
    </Group>
  );
}
