import { ChevronDown, Forward, Reply, ReplyAll } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { t } from '#extension/language/t.ts';
import type { Email } from '#shared/contract/email.ts';
import type { OutgoingDraft, OutgoingKind, OutgoingMail, PreparedAnswer } from '#shared/contract/outgoing-mail.ts';
import { useBridge } from '../../bridge/bridge.ts';
import { useStateOf } from '../../bridge/use-state-of.ts';
import { useCommand } from '../../bridge/use-command.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { useShowToast } from '../../ui/toasts.tsx';
import { useSelf } from '../self.ts';
import { CustomerComposer } from './customer-composer.tsx';
import { findCautions } from './find-cautions.ts';
import { findKnown } from './find-known.ts';
import type { OutgoingOf } from './use-outgoing.ts';
import { draftOf, keptAnswerKey, readKeptAnswer, startAnswer } from './writing.ts';

/** The mail that is being written, with what belongs to it. */
export interface Writing {
  readonly start: OutgoingDraft;
  readonly prepared: PreparedAnswer;
}

/** What is being written to the customer of a correspondence, and how that begins and ends. */
export function useWritings(correspondenceId: string, { again }: OutgoingOf) {
  const command = useCommand();
  const show = useShowToast();
  const { storage } = useBridge();
  const [writing, change] = useStateOf<Writing | null>(correspondenceId, null);

  const open = async (draft: OutgoingDraft): Promise<void> => {
    const result = await command('outgoing.prepare', { kind: draft.kind, emailId: draft.emailId });
    if (result.ok) change(() => ({ start: draft, prepared: result.value }));
  };
  /** What this browser kept because the server did not have it. */
  const restore = async (): Promise<boolean> => {
    const kept = readKeptAnswer(await storage.get(keptAnswerKey(correspondenceId)));
    if (kept !== undefined) await open(kept);
    return kept !== undefined;
  };
  const begin = async (kind: OutgoingKind, emailId: string | null): Promise<void> => {
    // It could not be opened before. A new answer would be kept in its place.
    if (await restore()) return;
    const result = await command('outgoing.prepare', { kind, emailId });
    if (!result.ok) return;
    const start = startAnswer(kind, { emailId, correspondenceId }, result.value);
    change(() => ({ start, prepared: result.value }));
  };
  const close = (): void => {
    change(() => null);
    again();
  };
  const discard = async (id: string): Promise<void> => {
    const result = await command('outgoing.act', { id, act: 'discard' });
    again();
    if (!result.ok) return;
    const undo = (): void => void command('outgoing.act', { id, act: 'restore' }).then(again);
    show({ text: t('outgoing.discarded'), undo });
  };

  const opening = useRef<string>(null);
  useEffect(() => {
    if (opening.current === correspondenceId) return;
    opening.current = correspondenceId;
    void restore();
  });
  return { writing, begin, open: (mail: OutgoingMail) => void open(draftOf(mail)), close, discard };
}

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
