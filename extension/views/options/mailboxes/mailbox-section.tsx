import { useState } from 'react';
import { t } from '#extension/language/t.ts';
import type { ConsentProviderId } from '#shared/contract/mailbox.ts';
import { useTopic } from '../../bridge/topic-store.ts';
import { useAnswer } from '../../bridge/use-answer.ts';
import { useCommand } from '../../bridge/use-command.ts';
import type { Self } from '../../sidebar/self.ts';
import { Button } from '../../ui/button.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Group, ItemRow, Row, SectionPage } from '../section.tsx';
import { AccountDialog } from './account-dialog.tsx';
import { ConnectShared } from './connect-shared.tsx';
import { MailboxItem } from './mailbox-item.tsx';
import { TeamRules } from './team-rules.tsx';
import { TakenMailboxes } from './taken-mailboxes.tsx';

/** My connected mailboxes: how each stands, what of it the team sees, and the way to connect another. */
export function MailboxSection({ self }: { self: Self }) {
  const mailboxes = useTopic('mailboxes');
  return (
    <SectionPage title={t('mailbox.title')} note={t('mailbox.note')}>
      {(mailboxes === undefined || mailboxes === null) && <Skeleton lines label={t('mailbox.loading')} />}
      {mailboxes !== undefined && mailboxes !== null && mailboxes.length > 0 && (
        <Group title={t('mailbox.connected')}>
          {mailboxes.map((mailbox) => (
            <MailboxItem key={mailbox.id} mailbox={mailbox} self={self} />
          ))}
        </Group>
      )}
      <TeamRules self={self} />
      {self.canWrite ? (
        <ConnectAndTaken isFirst={mailboxes?.length === 0} />
      ) : (
        <p className="text-muted">{t('mailbox.viewer')}</p>
      )}
    </SectionPage>
  );
}

/** The way to connect one; where a teammate has it already, the way to ask them. */
function ConnectAndTaken({ isFirst }: { isFirst: boolean }) {
  const mailboxes = useTopic('mailboxes') ?? [];
  const { value = [], again } = useAnswer('mailbox.taken', null);
  // Whoever was let in meanwhile has it above.
  const taken = value.filter(({ mailboxId }) => !mailboxes.some(({ id }) => id === mailboxId));
  return (
    <>
      <TakenMailboxes taken={taken} onAsked={again} />
      <Connect isFirst={isFirst} onTried={again} />
    </>
  );
}

function Connect({ isFirst, onTried }: { isFirst: boolean; onTried: () => void }) {
  const command = useCommand();
  const [isAsking, setAsking] = useState(false);
  const connect = async (provider: ConsentProviderId, delegatedAddress?: string): Promise<void> => {
    await command('mailbox.connect', { provider, mailboxId: null, maySend: false, delegatedAddress });
    onTried();
  };
  const closeAccount = (): void => {
    setAsking(false);
    onTried();
  };
  return (
    <Group title={isFirst ? t('mailbox.connectFirst') : t('mailbox.connectAnother')}>
      <Row>
        <p className="text-small text-pretty text-muted">{t('mailbox.connectNote')}</p>
      </Row>
      <ItemRow actions={<Button onClick={() => void connect('gmail')}>{t('mailbox.connect')}</Button>}>
        <span className="font-medium">Gmail</span>
      </ItemRow>
      <ItemRow actions={<Button onClick={() => void connect('outlook')}>{t('mailbox.connect')}</Button>}>
        <span className="font-medium">Microsoft 365, Outlook</span>
      </ItemRow>
      <ItemRow actions={<Button onClick={() => setAsking(true)}>{t('mailbox.connect')}</Button>}>
        <span className="font-medium">{t('mailAccount.other')}</span>
      </ItemRow>
      {isAsking && <AccountDialog onClose={closeAccount} />}
      <ConnectShared onConnect={(delegatedAddress) => connect('outlook', delegatedAddress)} />
    </Group>
  );
}
