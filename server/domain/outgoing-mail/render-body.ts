import { micromark } from 'micromark';
import { htmlToText } from '../emails/index.ts';
import { gfmAutolinkLiteral, gfmAutolinkLiteralHtml } from 'micromark-extension-gfm-autolink-literal';

// Left out: markup of one's own, pictures (a remote one tells who opened a mail), and what turns a signature's dashes
// or an indented line into something else. Links may only be http, https, mailto and their like: the parser's default.
const left = ['htmlFlow', 'htmlText', 'labelStartImage', 'setextUnderline', 'codeIndented', 'headingAtx', 'definition'];
const options = {
  extensions: [gfmAutolinkLiteral(), { disable: { null: left } }],
  htmlExtensions: [gfmAutolinkLiteralHtml()],
};

/** What was written (Markdown: bold, italic, lists, links, quotes) as HTML for a mail. A line break stays one. */
export function renderBody(body: string): string {
  const withBreaks = body.replace(/\r\n?/g, '\n').replace(/(?<=\S)[ \t]*\n(?=\S)/g, '  \n');
  return micromark(withBreaks, options);
}

/** The same as plain text: no marks, an address after the words that link to it, and what parts off a signature. */
export function renderText(body: string): string {
  const withAddresses = renderBody(body).replace(
    /<a href="([^"]*)">(.*?)<\/a>/gs,
    (_all, href: string, words: string) => (words === href ? words : `${words} &lt;${href}&gt;`),
  );
  return htmlToText(withAddresses).replace(/^--$/gm, '-- ');
}
