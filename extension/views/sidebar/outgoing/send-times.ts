/** When a mail may go out later, as one picks it. */
export interface SendTime {
  readonly kind: 'this-evening' | 'tomorrow' | 'monday';
  readonly at: Date;
}

const morning = 8;
const evening = 18;

/**
 * Quick choices for a later moment, in the zone of this browser. Made of calendar days, not of hours, so that eight
 * o'clock stays eight o'clock over a change of the clocks.
 */
export function findSendTimes(now: Date): SendTime[] {
  const on = (days: number, hour: number): Date =>
    new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hour);
  const toMonday = (8 - now.getDay()) % 7 || 7;
  const choices: SendTime[] = [
    { kind: 'this-evening', at: on(0, evening) },
    { kind: 'tomorrow', at: on(1, morning) },
    { kind: 'monday', at: on(toMonday, morning) },
  ];
  const isFresh = ({ kind, at }: SendTime): boolean =>
    kind === 'this-evening' ? at.getTime() - now.getTime() > 60 * 60_000 : kind === 'tomorrow' || toMonday > 1;
  return choices.filter(isFresh);
}

const two = (value: number): string => String(value).padStart(2, '0');

/** A moment as a field of date and time writes it, in this browser's zone. */
export function showMoment(at: Date): string {
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** What such a field holds; undefined while it is incomplete, or over. */
export function readMoment(text: string, now: Date): Date | undefined {
  const at = new Date(text);
  return text === '' || Number.isNaN(at.getTime()) || at <= now ? undefined : at;
}
