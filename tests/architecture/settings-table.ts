import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { settings, type Setting } from '#server/kernel/settings.ts';

const root = join(import.meta.dirname, '../..');
const publicSettings = Object.entries<Setting>(settings).filter(([, setting]) => setting.internal !== true);

/** The README's table of settings, as Markdown. */
export function settingsTable(): string {
  const rows = publicSettings.map(
    ([name, { about, fallback }]) =>
      `| \`${name}\` | ${fallback === undefined || fallback === '' ? '' : `\`${fallback}\``} | ${about} |`,
  );
  return ['| variable | default | what it is |', '|---|---|---|', ...rows].join('\n');
}

/** The text of .env.example: every setting with what it is for, commented out with its default. */
export function envExample(): string {
  const entries = publicSettings.map(([name, { about, fallback }]) => `# ${about}\n#${name}=${fallback ?? ''}\n`);
  return `# Copy to .env. Every line is optional unless it says otherwise.\n\n${entries.join('\n')}`;
}

/** `readme` with the table between its two markers. */
export function withTable(readme: string): string {
  return readme.replace(
    /<!-- settings -->[\s\S]*<!-- \/settings -->/,
    () => `<!-- settings -->\n\n${settingsTable()}\n\n<!-- /settings -->`,
  );
}

/** Both documents as they stand and as they should. */
export async function settingsDocuments(): Promise<{ path: string; is: string; shouldBe: string }[]> {
  const readme = join(root, 'README.md');
  const example = join(root, '.env.example');
  const readmeText = await readFile(readme, 'utf8');
  const exampleText = await readFile(example, 'utf8').catch(() => '');
  return [
    { path: readme, is: readmeText, shouldBe: withTable(readmeText) },
    { path: example, is: exampleText, shouldBe: envExample() },
  ];
}

if (process.argv[1] === import.meta.filename) {
  for (const { path, shouldBe } of await settingsDocuments()) await writeFile(path, shouldBe);
}
