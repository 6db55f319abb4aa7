const two = (value: number): string => String(value).padStart(2, '0');

/** A minute of the day as a time field writes it (`07:05`). */
export function showClock(minute: number): string {
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

/** What a time field holds as a minute of the day; undefined while it is incomplete. */
export function readClock(text: string): number | undefined {
  const match = /^(\d{2}):(\d{2})/.exec(text);
  return match === null ? undefined : Number(match[1]) * 60 + Number(match[2]);
}
