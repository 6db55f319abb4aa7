import { languages, type Language } from './messages.ts';

/** What a person chose; `auto` is the browser's language. */
export type LanguageChoice = Language | 'auto';

/** Where the choice is kept in extension storage. */
export const languageKey = 'language';

/** The part of extension storage that holds the choice. */
interface ChoiceStorage {
  get(key: string): Promise<unknown>;
  watch(key: string, callback: (value: unknown) => void, options: { signal: AbortSignal }): void;
}

const isLanguage = (value: unknown): value is Language => languages.some((each) => each === value);

/** Reads what storage holds; anything unknown is `auto`. */
export function readLanguageChoice(value: unknown): LanguageChoice {
  return isLanguage(value) ? value : 'auto';
}

/** The browser's languages, the most wanted first. */
const wanted = (): readonly string[] => navigator.languages ?? [navigator.language];

const primary = (tag: string): string => tag.toLowerCase().split('-')[0] ?? tag;

/** The language that is shown for a choice: a browser's first language that there are texts for, else English. */
export function resolveLanguage(choice: LanguageChoice, browserLanguages: readonly string[]): Language {
  if (choice !== 'auto') return choice;
  return browserLanguages.map(primary).find(isLanguage) ?? 'en';
}

/** The tag for dates and numbers: the browser's own region of the language where it has one. */
export function resolveLocale(language: Language, browserLanguages: readonly string[]): string {
  return browserLanguages.find((tag) => primary(tag) === language) ?? language;
}

let language = resolveLanguage('auto', wanted());
let tag = resolveLocale(language, wanted());
const listeners = new Set<() => void>();

/** The language that texts are in now. */
export const currentLanguage = (): Language => language;

/** The BCP 47 tag to give `Intl` and `toLocaleString`. */
export const locale = (): string => tag;

/** Sets the language of this document or worker; texts asked for from now on are in it. */
export function setLanguage(choice: LanguageChoice): void {
  const next = resolveLanguage(choice, wanted());
  if (next === language) return;
  language = next;
  tag = resolveLocale(next, wanted());
  for (const listener of listeners) listener();
}

/** Calls back after each change of language; returns how to stop. */
export function subscribeLanguage(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Takes the kept choice over and follows it until the signal aborts; resolves once it was read. */
export async function followLanguage(storage: ChoiceStorage, options: { signal: AbortSignal }): Promise<void> {
  storage.watch(languageKey, (value) => setLanguage(readLanguageChoice(value)), options);
  setLanguage(readLanguageChoice(await storage.get(languageKey)));
}
