/** After how many minutes one can be reminded of a mail. */
export const reminders = [
  { value: '20', label: 'in 20 minutes' },
  { value: '60', label: 'in 1 hour' },
  { value: '180', label: 'in 3 hours' },
  { value: '1440', label: 'tomorrow at this time' },
  { value: '4320', label: 'in 3 days' },
  { value: '10080', label: 'in 1 week' },
] as const;

/** How it is called, where it is one of them. */
export function labelOfReminder(value: string | null): string | undefined {
  return reminders.find((each) => each.value === value)?.label;
}
