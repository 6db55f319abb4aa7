/** Remembers how to end what was started. */
export type Keep = <Resource extends { close(): Promise<unknown> }>(starting: Promise<Resource>) => Promise<Resource>;

/** Runs `work` and ends what it kept, newest first, also when starting one of them failed. */
export async function withResources<Value>(work: (keep: Keep) => Promise<Value>): Promise<Value> {
  const kept: { close(): Promise<unknown> }[] = [];
  try {
    return await work(async (starting) => {
      const resource = await starting;
      kept.push(resource);
      return resource;
    });
  } finally {
    for (const resource of kept.toReversed()) await resource.close();
  }
}
