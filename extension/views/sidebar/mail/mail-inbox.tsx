import { ExternalLink } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { t } from '#extension/language/t.ts';
import { useBridge } from '../../bridge/bridge.ts';
import { CorrespondenceList } from '../../inbox/correspondence-list.tsx';
import { IconButton } from '../../ui/button.tsx';
import { ToastPlace } from '../../ui/toasts.tsx';
import { ConnectionLine } from '../connection-line.tsx';
import { MailboxAlert } from '../mailbox-alert.tsx';
import { ListHeader } from '../list/list-header.tsx';
import { OwnNewMails } from '../outgoing/new-mail-place.tsx';
import { BackButton, Toolbar } from '../toolbar.tsx';
import { CorrespondenceDetails } from './correspondence-details.tsx';

interface MailInboxProps {
  tabs: ReactNode;
  onBack: (() => void) | null;
}

/** My correspondences, and each of them with its e-mails. */
export function MailInbox({ tabs, onBack }: MailInboxProps) {
  const { shell } = useBridge();
  const [chosenId, setChosenId] = useState<string | null>(null);
  return (
    <>
      {chosenId === null ? (
        <ListHeader title={t('mail.title')} tabs={tabs} onBack={onBack}>
          <IconButton label={t('inbox.openPage')} onClick={() => void shell.openInbox(null)}>
            <ExternalLink size={15} aria-hidden />
          </IconButton>
        </ListHeader>
      ) : (
        <Toolbar start={<BackButton label={t('inbox.title')} onClick={() => setChosenId(null)} />} />
      )}
      <ConnectionLine />
      <MailboxAlert />
      {chosenId === null && <OwnNewMails />}
      <main aria-label={t('mail.title')} className="flex min-h-0 flex-1 flex-col">
        {chosenId === null ? (
          <CorrespondenceList
            chosenId={null}
            onChoose={setChosenId}
            onConnect={() => void shell.openOptions('mailboxes')}
          />
        ) : (
          <CorrespondenceDetails key={chosenId} id={chosenId} />
        )}
      </main>
      <div className="relative">
        <ToastPlace />
      </div>
    </>
  );
}
