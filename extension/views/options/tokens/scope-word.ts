import { t } from '#extension/language/t.ts';
import type { ApiScope } from '#shared/contract/api-token.ts';

const words: Record<ApiScope, () => string> = {
  'correspondences:read': () => t('tokens.scope.correspondencesRead'),
  'correspondences:write': () => t('tokens.scope.correspondencesWrite'),
  'activities:write': () => t('tokens.scope.activitiesWrite'),
  'mailboxes:read': () => t('tokens.scope.mailboxesRead'),
  'mailboxes:write': () => t('tokens.scope.mailboxesWrite'),
  'mail:read': () => t('tokens.scope.mailRead'),
  'mail:send': () => t('tokens.scope.mailSend'),
};

/** What a token may do, in words. */
export const scopeWord = (scope: ApiScope): string => words[scope]();
