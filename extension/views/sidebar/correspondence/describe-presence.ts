import { t } from '#extension/language/t.ts';

/** "Jo is here", "Jo and Mia are writing…", "Jo and 2 others are here"; empty for nobody. */
export function describePresence(people: readonly { name: string; writing: boolean }[]): string {
  const [name, other] = people.map((person) => person.name.split(' ')[0] ?? person.name);
  if (name === undefined) return '';
  const does = people.some(({ writing }) => writing) ? 'writing' : 'here';
  if (other === undefined) return t(`presence.${does}One`, { name });
  return people.length === 2
    ? t(`presence.${does}Two`, { name, other })
    : t(`presence.${does}Many`, people.length - 1, { name });
}
