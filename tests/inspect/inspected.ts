/** What one subcommand of `inspect` says: each line is a JSON value on stdout. */
export type Inspected = { lines: unknown[]; isAllBad: boolean };
