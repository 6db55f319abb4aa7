import { useEffect, useRef } from 'react';
import { v7 as createId } from 'uuid';
import { t } from '#extension/language/t.ts';
import type { Discussion } from '#shared/contract/discussion.ts';
import { maxMessageLength } from '#shared/contract/limits.ts';
import { useStateOf } from '../../bridge/use-state-of.ts';
import { useRequest } from '../../bridge/use-command.ts';
import { type Draft, emptyDraft, isEmptyDraft, joinDrafts } from '../discussion/draft.ts';
import { bodyForFiles, isOnlyFiles } from '../discussion/only-files.ts';
import { useDraft } from '../discussion/use-draft.ts';
import { decodeMentions, encodeMentions, type PickedMention } from './mentions.ts';
import { watchPutBack } from './put-back.ts';
import { remaining, tooLong } from './too-long.ts';
import { useUploads } from './use-uploads.ts';

interface ComposerOptions {
  draftName: string;
  threadKey: string | null;
  discussion: Discussion | null;
  onPosted: () => void;
}

/** The draft of one thread and how it becomes a message. */
export function useComposer({ draftName, threadKey, discussion, onPosted }: ComposerOptions) {
  const request = useRequest();
  const { draft, isKept, change, settle } = useDraft(draftName);
  const [refusal, setRefusal] = useStateOf<string | null>(draftName, null);
  const lastTry = useRef<{ id: string; body: string; draftName: string } | null>(null);
  const posting = useRef(new Set<string>());
  const files = useUploads(draftName, draft.files, (next) => change((now) => ({ files: next(now.files) })));

  const encoded = encodeMentions(draft.text.trim(), draft.picked);
  const body = encoded.body === '' ? bodyForFiles(draft.files) : encoded.body;
  const length = tooLong(body, maxMessageLength);
  const lonely =
    discussion === null && draft.visibility === 'private' && encoded.mentions.length === 0 && body !== ''
      ? t('composer.lonely')
      : null;

  useEffect(() => {
    const ending = new AbortController();
    watchPutBack(({ body: text, files: taken }) => {
      const back = decodeMentions(isOnlyFiles({ body: text, files: taken }) ? '' : text);
      change((now) => joinDrafts(now, { ...emptyDraft, ...back, files: [...taken] }));
    }, ending.signal);
    return () => ending.abort();
  }, [change]);

  const post = async (): Promise<void> => {
    if (body === '' || length !== null || files.busy || posting.current.has(draftName)) return;
    // The same text tried again keeps its id, so that a lost answer makes no second message.
    const known = lastTry.current;
    const messageId = known?.body === body && known.draftName === draftName ? known.id : createId();
    lastTry.current = { id: messageId, body, draftName };
    posting.current.add(draftName);
    const result = await request('message.post', {
      messageId,
      threadKey,
      discussionId: discussion?.id ?? null,
      body,
      mentions: encoded.mentions,
      visibility: draft.visibility,
      channelId: draft.channelId,
      files: draft.files,
    });
    posting.current.delete(draftName);
    setRefusal(() => (result.ok ? null : result.problem.message));
    if (!result.ok) return;
    if (lastTry.current?.id === messageId) lastTry.current = null;
    settle(draft);
    onPosted();
  };

  return {
    draft,
    change: (given: Partial<Draft>) => change(given),
    setText: (text: string) => {
      setRefusal(() => null);
      change({ text });
    },
    addMention: (person: PickedMention) =>
      change((now) => ({ picked: [...now.picked.filter(({ id }) => id !== person.id), person] })),
    files,
    post,
    problem: length ?? refusal ?? (isKept || isEmptyDraft(draft) ? null : t('composer.notKept')),
    note: lonely ?? remaining(body, maxMessageLength),
    ready: body !== '' && length === null && !files.busy,
  };
}
