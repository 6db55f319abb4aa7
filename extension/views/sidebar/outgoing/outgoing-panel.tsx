import { ChevronDown, Forward, Reply, ReplyAll } from 'lucide-react';
import { t } from '#extension/language/t.ts';
import type { Email } from '#shared/contract/email.ts';
import type { OutgoingMail } from '#shared/contract/outgoing-mail.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { useSelf } from '../self.ts';
import { CustomerComposer } from './customer-composer.tsx';
import { findCautions } from './find-cautions.ts';
import { findKnown } from './find-known.ts';
import type { useWritings } from './use-writings.ts';

interface OutgoingPanelProps {
  emails: readonly Email[];
  /** All mails to customers of the correspondence. */
  mails: readonly OutgoingMail[];
  writings: ReturnType<typeof useWritings>;
}

/** Below the e-mails: the way to answer, or the customer's composer. */
export function OutgoingPanel({ emails, mails, writings }: OutgoingPanelProps) {
  const { canWrite, id: selfId } = useSelf();
  const newest = emails.at(-1);
  if (!canWrite || newest === undefined) return null;
  const { writing, begin, close, discard } = writings;
  if (writing !== null)
    return (
      <CustomerComposer
        key={writing.start.id}
        {...writing}
        known={findKnown(emails)}
        cautionsOf={(draft) => findCautions(draft, { emails, mails, selfId })}
        onClose={close}
        onDiscard={(id) => void discard(id)}
      />
    );
  return (
    <div className="flex shrink-0 items-center gap-1 border-t border-line bg-canvas px-2 py-1.5">
      <Button kind="mail" size="small" onClick={() => void begin('reply', newest.id)}>
        <Reply size={14} aria-hidden />
        {t('outgoing.reply')}
      </Button>
      <Menu
        trigger={
          <IconButton label={t('outgoing.more')}>
            <ChevronDown size={15} aria-hidden />
          </IconButton>
        }
      >
        <MenuItem icon={<ReplyAll size={15} aria-hidden />} onSelect={() => void begin('reply-all', newest.id)}>
          {t('outgoing.replyAll')}
        </MenuItem>
        <MenuItem icon={<Forward size={15} aria-hidden />} onSelect={() => void begin('forward', newest.id)}>
          {t('outgoing.forward')}
        </MenuItem>
      </Menu>
    </div>
  );
}
