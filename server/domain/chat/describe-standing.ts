import { labelOfReminder } from './reminders.ts';

/** Where a correspondence stands, and what was pressed under one of its mails, oldest first. */
export interface Standing {
  readonly state: 'open' | 'waiting' | 'closed';
  readonly assignee: { readonly id: string; readonly name: string } | null;
  readonly presses: readonly {
    readonly action: string;
    readonly choice: string | null;
    readonly userId: string;
    readonly name: string;
  }[];
}

const mostReminders = 3;

/** What holds now and who pressed for it, as sentences. */
export function describeStanding({ state, assignee, presses }: Standing): string[] {
  const last = (...actions: string[]) => presses.findLast(({ action }) => actions.includes(action));
  const notes: string[] = [];
  if (assignee !== null) {
    const hasPressed = last('assign')?.userId === assignee.id;
    notes.push(hasPressed ? `${assignee.name} took this.` : `Assigned to ${assignee.name}.`);
  }
  const turned = last('close', 'reopen');
  if (state === 'closed') notes.push(turned?.action === 'close' ? `Closed by ${turned.name}.` : 'Closed.');
  else if (turned?.action === 'reopen') notes.push(`Opened again by ${turned.name}.`);
  const showed = last('files');
  if (showed !== undefined) notes.push(`${showed.name} showed its files here.`);
  const reminded = presses.filter(({ action }) => action === 'remind').slice(-mostReminders);
  for (const { name, choice } of reminded)
    notes.push(`${name} asked to be reminded ${labelOfReminder(choice) ?? 'later'}.`);
  return notes;
}
