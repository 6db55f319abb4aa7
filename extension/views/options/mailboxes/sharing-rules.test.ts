import { describe, expect, it } from 'vitest';
import { toForm, toRules, type SharingForm } from './sharing-rules.ts';

const form: SharingForm = { base: 'nothing', listed: '', never: '', includesFreeMail: false };
const asView = (rules: ReturnType<typeof toRules>) => ({
  rules: rules.map((rule, at) => ({ ...rule, id: String(at), isOfTeam: false, isSuggested: false, mails: 0 })),
});

describe('toRules', () => {
  it('shares nothing until something is chosen, but keeps what is never shared', () => {
    expect(toRules(form)).toEqual([]);
    expect(toRules({ ...form, never: 'family.example' })).toEqual([
      { kind: 'domain', value: 'family.example', isNever: true, includesFreeMail: false },
    ]);
  });

  it('tells addresses from domains, one a line or with commas', () => {
    const rules = toRules({ ...form, base: 'listed', listed: ' Ada@X.example\n\n@y.example, z.example ' });
    expect(rules.map(({ kind, value }) => [kind, value])).toEqual([
      ['address', 'ada@x.example'],
      ['domain', 'y.example'],
      ['domain', 'z.example'],
    ]);
  });

  it('leaves the list out where everything or every contact is shared', () => {
    expect(toRules({ ...form, base: 'all', listed: 'x.example' })).toEqual([
      { kind: 'all', value: '', isNever: false, includesFreeMail: false },
    ]);
  });
});

describe('toForm', () => {
  it.each<SharingForm>([
    form,
    { ...form, base: 'contacts', includesFreeMail: true, never: 'a@b.example\nc.example' },
    { ...form, base: 'listed', listed: 'ada@x.example\ny.example' },
    { ...form, base: 'all' },
  ])('shows the rules again as they were said: $base', (said) => {
    expect(toForm(asView(toRules(said)))).toEqual(said);
  });

  it('leaves out what was accepted for the whole team: it is taken back where it was accepted', () => {
    const { rules } = asView([{ kind: 'all', value: '', isNever: false, includesFreeMail: false }]);
    expect(toForm({ rules: rules.map((rule) => ({ ...rule, isOfTeam: true })) })).toEqual(form);
  });
});
