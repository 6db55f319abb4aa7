import type { SharingRuleInput } from '#shared/contract/sharing.ts';
import { normaliseAddress, normaliseDomain } from '#shared/email/address.ts';
import { Problem } from '#server/kernel/problem.ts';

/** One spelling per value, each rule once. Throws Problem 'invalid-input' for what is no address or domain. */
export function cleanRules(rules: readonly SharingRuleInput[]): readonly SharingRuleInput[] {
  const cleaned = rules.map((rule) => ({ ...rule, value: cleanValue(rule) }));
  return [...new Map(cleaned.map((rule) => [`${rule.kind} ${rule.value} ${rule.isNever}`, rule])).values()];
}

/** A rule's value in its one spelling. @throws Problem 'invalid-input' for what is no address or domain. */
export function cleanValue({ kind, value }: Pick<SharingRuleInput, 'kind' | 'value'>): string {
  if (kind === 'contacts' || kind === 'all') return '';
  const cleaned = kind === 'address' ? normaliseAddress(value) : normaliseDomain(value.replace(/^@/, ''));
  if (cleaned === undefined)
    throw new Problem(
      'invalid-input',
      `“${value}” is no ${kind === 'address' ? 'address' : 'domain'}; nothing was changed.`,
    );
  return cleaned;
}
