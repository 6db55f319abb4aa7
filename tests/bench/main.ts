import { benches } from './benches.ts';
import { holds, type Measurement } from './measurement.ts';

/**
 * `pnpm bench [name…] [--json]`: each bench measures ours and a reference in the same run and reports the ratio, since
 * absolute times say more about the machine than about us. With --json stdout holds one array and nothing else.
 */
const json = process.argv.includes('--json');
const names = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const unknown = names.filter((name) => !(name in benches));
if (unknown.length > 0) {
  console.error(`There is no bench named ${unknown.join(', ')}. There are: ${Object.keys(benches).join(', ')}.`);
  process.exit(2);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const rows: Measurement[] = [];
for (const [name, load] of Object.entries(benches)) {
  if (names.length > 0 && !names.includes(name)) continue;
  if (!json) console.log(`\n${name}`);
  const { measure } = await load();
  for (const row of await measure()) {
    rows.push(row);
    if (!json) console.log(asText(row));
  }
}
if (json)
  console.log(
    JSON.stringify(
      rows.map((row) => ({ ...row, ratio: ratioOf(row), holds: holds(row) })),
      null,
      2,
    ),
  );

function ratioOf({ ours, reference }: Measurement): number | null {
  return reference === null || reference === 0 ? null : ours / reference;
}

function asText(row: Measurement): string {
  const ratio = ratioOf(row);
  const compared =
    row.reference === null ? '' : `, reference ${format(row.reference)} ${row.unit}, ratio ${format(ratio ?? 0)}`;
  const verdict = row.aim === null ? '      ' : holds(row) ? 'holds ' : 'MISSES';
  const aim = row.aim === null ? '' : ` (aim ${row.aim})`;
  return `  ${verdict} ${row.metric}: ${format(row.ours)} ${row.unit}${compared}${aim}`;
}

function format(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
