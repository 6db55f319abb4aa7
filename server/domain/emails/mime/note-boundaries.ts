/** The delimiters that a mail names in its headers, gathered as it is read. */
export interface Boundaries {
  note(bytes: Buffer): void;
  /** Whether what stands at `at` begins as one of them does: rather one too many than one too few. */
  has(bytes: Buffer, at: number): boolean;
}

const parameter = /\bboundary\s*=\s*"?([\w'+,./:=?-]*)/gi;
/** Of each so much is compared: behind it may stand what is written in another way than in the header. */
const mostCompared = 24;
/** From here on any line that begins with `--` counts. */
const mostNames = 200;

export function createBoundaries(): Boundaries {
  const names = new Set<string>();
  let isAny = false;
  return {
    note: (bytes) => {
      for (const [, name = ''] of bytes.toString('latin1').matchAll(parameter)) {
        isAny ||= name === '' || names.size > mostNames;
        if (!isAny) names.add(name.slice(0, mostCompared));
      }
    },
    has: (bytes, at) => {
      if (isAny) return true;
      const text = bytes.toString('latin1', at, at + mostCompared);
      for (const name of names) if (text.startsWith(name)) return true;
      return false;
    },
  };
}
