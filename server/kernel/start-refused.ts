/** Why the server (or a command) does not start: the message is for the person who started it, shown alone. */
export class StartRefused extends Error {
  override readonly name: string = 'StartRefused';
}
