import type { Template } from '#shared/contract/template.ts';

/** Templates by their folder, folders by name and those in none last; within one they keep their order. */
export function groupByFolder(templates: readonly Template[]): { folder: string; templates: Template[] }[] {
  const byFolder = Map.groupBy(templates, ({ folder }) => folder);
  return [...byFolder]
    .map(([folder, within]) => ({ folder, templates: within }))
    .toSorted(
      (one, other) => Number(one.folder === '') - Number(other.folder === '') || one.folder.localeCompare(other.folder),
    );
}
