export function inspectPage(args: string[]): unknown[] {
  throw new Error(`Can't read a saved page yet: ${args.join(' ')}.`);
}
