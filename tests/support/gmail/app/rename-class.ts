/** Another name for a class, the same one each time: what a new release of the page does to all of them. */
export function renameClass(name: string): string {
  let value = 7;
  for (const unit of name) value = (value * 31 + (unit.codePointAt(0) ?? 0)) % 1_679_616;
  return `q${value.toString(36)}`;
}

/** The same for every class in a piece of HTML. */
export function renameClasses(html: string): string {
  return html.replaceAll(
    / class="([^"]*)"/g,
    (_all, names: string) => ` class="${names.split(/\s+/).map(renameClass).join(' ')}"`,
  );
}
