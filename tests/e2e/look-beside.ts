import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import type { Frame } from 'playwright-core';
import { messageIn } from '#tests/support/sidebar.ts';
import { listMoved, writeLine } from '#tests/support/view-gallery/compare-look.ts';
import { joinThemes, readBoxes, settleFrame, type Seen } from '#tests/support/view-gallery/read-layout.ts';
import type { Tab } from './office.ts';

/**
 * How the sidebar looks inside a webmail's page, beside what was last looked at and kept. After a change that is
 * meant, look at the pictures in `.artifacts` and run the spec with KEEP_LOOK=1.
 */
const file = join(import.meta.dirname, 'look-beside.json');

const readKept = (from: string): unknown => JSON.parse(readFileSync(from, 'utf8'));
const { palette } = readKept(join(import.meta.dirname, 'look.json')) as { palette: Record<string, string> };

/** Where the panel stands in the page and everything in it, once it has the page’s theme and what was said there is in Slack. */
export async function readBeside({ page, sidebar }: Tab, theme: 'light' | 'dark', said: string): Promise<Seen[]> {
  await expect(sidebar.locator(`html[data-theme=${theme}]`)).toBeAttached();
  await expect(messageIn(sidebar, said).getByRole('link', { name: /In Slack/ })).toBeVisible();
  await page.bringToFront();
  await page.mouse.move(0, 0);
  await settleFrame(sidebar);
  let seen = await readAll(sidebar);
  await expect(async () => {
    const before = seen;
    seen = await readAll(sidebar);
    expect(seen).toEqual(before);
  }).toPass({ timeout: 15_000 });
  return seen;
}

async function readAll(sidebar: Frame): Promise<Seen[]> {
  const panel = await (await sidebar.frameElement()).boundingBox();
  if (panel === null) throw new Error('The sidebar is not on the page.');
  const box = [panel.x, panel.y, panel.width, panel.height].map(Math.round);
  const inside = await readBoxes(sidebar);
  // What follows a comma is mostly when it was.
  return [
    { what: 'panel', box, colours: ['none'] },
    ...inside.map((seen) => ({ ...seen, what: seen.what.replace(/,.*$/, '') })),
  ];
}

/** What is not where it was, or not in its colours, inside this webmail's page. */
export function compareBeside(webmail: string, light: readonly Seen[], dark: readonly Seen[]): string[] {
  expect(dark.map(placeOf)).toEqual(light.map(placeOf));
  const kept = readKept(file) as Record<string, string[]>;
  const seen = joinThemes(light, dark, palette).map(writeLine);
  if (process.env['KEEP_LOOK'] === '1') {
    kept[webmail] = seen;
    writeFileSync(file, `${JSON.stringify(kept, null, 2)}\n`);
  }
  return listMoved(seen, kept[webmail] ?? []);
}

const placeOf = ({ what, box }: Seen): string => writeLine({ what, box, colours: [] });
