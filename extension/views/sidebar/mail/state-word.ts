import { t } from '#extension/language/t.ts';
import type { CorrespondenceState } from '#shared/contract/correspondence-list.ts';

/** A correspondence's state as people read it. */
export function stateWord(state: CorrespondenceState): string {
  if (state === 'open') return t('mail.state.open');
  return state === 'waiting' ? t('mail.state.waiting') : t('mail.state.closed');
}
