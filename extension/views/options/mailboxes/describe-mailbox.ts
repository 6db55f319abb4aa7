import { say } from '#extension/messaging/say.ts';
import { t } from '#extension/language/t.ts';
import type { Mailbox } from '#shared/contract/mailbox.ts';
import { shortAgo } from '../../ui/relative-time.ts';

export interface MailboxWords {
  readonly tone: 'good' | 'busy' | 'bad';
  /** How it stands, as a sentence. */
  readonly text: string;
  /** Share of the first sync that is done, 0 to 1; null when there is nothing to wait for. */
  readonly progress: number | null;
}

/** How a mailbox stands, in words. Nothing is called up to date that still waits somewhere. */
export function describeMailbox({ state, problem, isPaused, sync, lastSyncedAt }: Mailbox, now: number): MailboxWords {
  if (state === 'reconnect')
    return { tone: 'bad', text: problem === null ? t('mailbox.reconnectNeeded') : say(problem), progress: null };
  if (problem !== null) return { tone: 'bad', text: say(problem), progress: null };
  if (isPaused) return { tone: 'busy', text: t('mailbox.paused'), progress: null };
  if (sync.phase !== 'following') {
    const all = Math.max(sync.known, sync.estimate ?? 0, 1);
    const values = { stored: sync.stored, all };
    const text = sync.phase === 'first' ? t('mailbox.firstSync', values) : t('mailbox.refilling', values);
    const left = sync.remainingMs ?? 0;
    const time = left === 0 ? '' : ` · ${t('mailbox.minutesLeft', Math.ceil(left / 60_000))}`;
    return { tone: 'busy', text: `${text}${time}`, progress: Math.min(1, sync.stored / all) };
  }
  if (sync.waiting > 0) return { tone: 'busy', text: t('mailbox.waiting', sync.waiting), progress: null };
  if (lastSyncedAt === null) return { tone: 'busy', text: t('mailbox.notYet'), progress: null };
  const ago = shortAgo(new Date(lastSyncedAt), new Date(now));
  return { tone: 'good', text: t('mailbox.upToDate', { ago }), progress: null };
}
