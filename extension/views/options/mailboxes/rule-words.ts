import { t } from '#extension/language/t.ts';
import type { TeamRule } from '#shared/contract/sharing.ts';

/** Whose mail a team rule shares. */
export function ruleWords({ kind, value }: Pick<TeamRule, 'kind' | 'value'>): string {
  if (kind === 'contacts') return t('teamRules.contacts');
  return kind === 'all' ? t('teamRules.all') : t('teamRules.value', { value });
}
