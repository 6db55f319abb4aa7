import { useEffect, useRef } from 'react';
import { t } from '#extension/language/t.ts';
import type { OutgoingDraft, OutgoingKind, OutgoingMail, PreparedAnswer } from '#shared/contract/outgoing-mail.ts';
import { useBridge } from '../../bridge/bridge.ts';
import { useStateOf } from '../../bridge/use-state-of.ts';
import { useCommand } from '../../bridge/use-command.ts';
import { useShowToast } from '../../ui/toasts.tsx';
import { useSelf } from '../self.ts';
import { readKeptAnswers } from './kept-answers.ts';
import type { OutgoingOf } from './use-outgoing.ts';
import { draftOf, startAnswer, withText } from './writing.ts';

/** The mail that is being written, with what belongs to it. */
export interface Writing {
  readonly start: OutgoingDraft;
  readonly prepared: PreparedAnswer;
}

interface Begin {
  /** Whom a new mail is for. */
  readonly contactId?: string | null;
  /** Copied from elsewhere, to be edited. */
  readonly text?: string;
}

/**
 * What is being written to the customer of a correspondence (null: what belongs to none yet), and how that begins and
 * ends.
 */
export function useWritings(correspondenceId: string | null, { again }: Pick<OutgoingOf, 'again'>) {
  const command = useCommand();
  const show = useShowToast();
  const { storage } = useBridge();
  const self = useSelf();
  const [writing, change] = useStateOf<Writing | null>(correspondenceId ?? '', null);

  const findKept = async (isWanted: (draft: OutgoingDraft) => boolean): Promise<OutgoingDraft | undefined> =>
    (await readKeptAnswers(storage, self, correspondenceId)).findLast(isWanted);
  const open = async (draft: OutgoingDraft, text = ''): Promise<void> => {
    // What this browser kept of it is newer: the server did not have it.
    const start = (await findKept(({ id }) => id === draft.id)) ?? draft;
    const { kind, emailId } = start;
    const result = await command('outgoing.prepare', { kind, emailId, contactId: null });
    if (result.ok) change(() => ({ start: withText(start, text), prepared: result.value }));
  };
  const begin = async (
    kind: OutgoingKind,
    emailId: string | null,
    { contactId = null, text = '' }: Begin = {},
  ): Promise<void> => {
    // It could not be opened before. What was written is not begun anew.
    const kept =
      contactId === null ? await findKept((each) => each.kind === kind && each.emailId === emailId) : undefined;
    if (kept !== undefined) return open(kept, text);
    const result = await command('outgoing.prepare', { kind, emailId, contactId });
    if (!result.ok) return;
    const start = startAnswer(kind, { emailId, correspondenceId }, result.value);
    change(() => ({ start: withText(start, text), prepared: result.value }));
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
    // A new mail would take the whole sidebar of every tab: it waits until somebody asks for it.
    if (correspondenceId === null || opening.current === correspondenceId) return;
    opening.current = correspondenceId;
    const restore = async (): Promise<void> => {
      const kept = await findKept(() => true);
      if (kept !== undefined) await open(kept);
    };
    void restore();
  });
  const openDraft = (draft: OutgoingDraft): void => void open(draft);
  const openMail = (mail: OutgoingMail, text = ''): void => void open(draftOf(mail), text);
  return { writing, begin, openDraft, open: openMail, close, discard };
}
