/** A time as PostgreSQL writes it in JSON, in the form of the contract: UTC with milliseconds. */
export function toIso(time: string | Date): string {
  return new Date(time).toISOString();
}

/** The same where there may be no time. */
export function toIsoOrNull(time: string | Date | null | undefined): string | null {
  return time === null || time === undefined ? null : toIso(time);
}
