import type { Template } from '#shared/contract/template.ts';

/** The templates in which every word of the query is found, best first: by name, then folder, then text; else by use. */
export function searchTemplates(templates: readonly Template[], query: string, language: string): Template[] {
  const words = plain(query)
    .split(/\s+/)
    .filter((word) => word !== '');
  return templates
    .map((template) => ({ template, rank: rankOf(template, words) }))
    .filter(({ rank }) => rank < Infinity)
    .toSorted(
      (one, other) =>
        one.rank - other.rank ||
        Number(isIn(other.template, language)) - Number(isIn(one.template, language)) ||
        other.template.uses - one.template.uses ||
        one.template.name.localeCompare(other.template.name),
    )
    .map(({ template }) => template);
}

/** The place of the worst-found word: 0 in the name, 1 in the folder or language, 2 in the text; else infinite. */
function rankOf({ name, folder, language, subject, body }: Template, words: readonly string[]): number {
  const fields = [name, `${folder} ${language}`, `${subject} ${body}`].map(plain);
  const ranks = words.map((word) => {
    const rank = fields.findIndex((field) => field.includes(word));
    return rank < 0 ? Infinity : rank;
  });
  return Math.max(0, ...ranks);
}

function isIn(template: Template, language: string): boolean {
  return template.language === '' || template.language.toLowerCase().startsWith(language);
}

function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
