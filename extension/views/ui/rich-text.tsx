import { Fragment, type ReactNode } from 'react';
import { currentLanguage } from '#extension/language/language.ts';
import { findMessage, type TextKey } from '#extension/language/messages.ts';

/** A translated sentence whose `{name}` places hold elements, in the order that the language wants. */
export function RichText({ text, values }: { text: TextKey; values: Readonly<Record<string, ReactNode>> }) {
  const message = findMessage(currentLanguage(), text);
  const parts = String(message).split(/\{(\w+)\}/);
  return parts.map((part, at) => <Fragment key={at}>{at % 2 === 0 ? part : values[part]}</Fragment>);
}
