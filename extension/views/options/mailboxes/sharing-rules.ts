import type { SharingRuleInput, SharingView } from '#shared/contract/sharing.ts';

export type SharingBase = 'nothing' | 'contacts' | 'listed' | 'all';

/** The rules as the form holds them; the lists are texts with one address or domain a line. */
export interface SharingForm {
  base: SharingBase;
  listed: string;
  never: string;
  includesFreeMail: boolean;
}

/** "ada@x.example" is an address; "x.example" and "@x.example" name everybody there. */
function readLines(text: string): { kind: 'address' | 'domain'; value: string }[] {
  const lines = text.split(/[\n,;]+/).map((line) => line.trim().toLowerCase());
  return lines
    .filter((line) => line !== '')
    .map((line) =>
      line.indexOf('@') > 0
        ? { kind: 'address' as const, value: line }
        : { kind: 'domain' as const, value: line.replace(/^@/, '') },
    );
}

/** What the form says as rules. */
export function toRules({ base, listed, never, includesFreeMail }: SharingForm): SharingRuleInput[] {
  const shared: Pick<SharingRuleInput, 'kind' | 'value'>[] =
    base === 'listed' ? readLines(listed) : base === 'nothing' ? [] : [{ kind: base, value: '' }];
  return [
    ...shared.map((rule) => ({ ...rule, isNever: false, includesFreeMail })),
    ...readLines(never).map((rule) => ({ ...rule, isNever: true, includesFreeMail: false })),
  ];
}

/** The rules in force as the form shows them. */
export function toForm({ rules }: Pick<SharingView, 'rules'>): SharingForm {
  const shared = rules.filter(({ isNever, isOfTeam, kind }) => !isNever && !isOfTeam && kind !== 'thread');
  const lines = (which: typeof rules): string =>
    which
      .filter(({ kind }) => kind === 'address' || kind === 'domain')
      .map(({ value }) => value)
      .join('\n');
  const base = (['all', 'contacts'] as const).find((kind) => shared.some((rule) => rule.kind === kind));
  return {
    base: base ?? (shared.length > 0 ? 'listed' : 'nothing'),
    listed: lines(shared),
    never: lines(rules.filter(({ isNever }) => isNever)),
    includesFreeMail: shared.some((rule) => rule.includesFreeMail),
  };
}
