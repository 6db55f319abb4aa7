/** How one person wants Sidethread to look in this browser. `auto` follows the mail, elsewhere the system. */
export interface Appearance {
  theme: 'auto' | 'light' | 'dark';
  text: 'small' | 'medium' | 'large';
}

export const appearanceKey = 'appearance';

const isOneOf = <Value extends string>(value: unknown, choices: readonly Value[]): value is Value =>
  choices.some((choice) => choice === value);

/** Reads what storage holds; anything unknown is the default. */
export function readAppearance(value: unknown): Appearance {
  const stored: { theme?: unknown; text?: unknown } = typeof value === 'object' && value !== null ? value : {};
  return {
    theme: isOneOf(stored.theme, ['auto', 'light', 'dark']) ? stored.theme : 'auto',
    text: isOneOf(stored.text, ['small', 'medium', 'large']) ? stored.text : 'medium',
  };
}
