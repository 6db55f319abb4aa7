/** Where a reader stands: after the event `id` of the database `epoch`, as of `at`. */
export interface Position {
  readonly epoch: string;
  readonly id: number;
  readonly at: Date;
}

/** A position as the opaque text that clients keep. */
export function formatCursor(position: Position): string {
  const seconds = Math.floor(position.at.getTime() / 1000);
  return `${position.epoch}.${position.id.toString(36)}.${seconds.toString(36)}`;
}

/** The position in a client's text, or undefined when it is none of ours. */
export function parseCursor(text: string): Position | undefined {
  const parts = /^([0-9a-z]{1,32})\.([0-9a-z]{1,11})\.([0-9a-z]{1,9})$/.exec(text);
  if (parts === null) return undefined;
  const [, epoch = '', id = '', seconds = ''] = parts;
  const position = { epoch, id: Number.parseInt(id, 36), at: new Date(Number.parseInt(seconds, 36) * 1000) };
  return Number.isSafeInteger(position.id) && !Number.isNaN(position.at.getTime()) ? position : undefined;
}
