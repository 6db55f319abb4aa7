/** "Jo is here", "Jo and Mia are writing…", "Jo and 2 others are here"; empty for nobody. */
export function describePresence(people: readonly { name: string; writing: boolean }[]): string {
  const names = people.map(({ name }) => name.split(' ')[0] ?? name);
  if (names.length === 0) return '';
  const subject = names.length > 2 ? `${names[0]} and ${names.length - 1} others` : names.join(' and ');
  const verb = names.length === 1 ? 'is' : 'are';
  return `${subject} ${verb} ${people.some(({ writing }) => writing) ? 'writing…' : 'here'}`;
}
