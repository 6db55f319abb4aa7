import type { ComponentProps, ReactNode } from 'react';
import { memo, useContext } from 'react';
import Parser from 'react-markdown';
import remarkBreaks from 'remark-breaks';
import remarkGfm from 'remark-gfm';
import { SelfContext } from '../self.ts';
import { isMention, simplifyMarkdown } from './markdown-tree.ts';
import { isTangled } from './is-tangled.ts';
import { safeUrl } from './safe-url.ts';

const elements = ['p', 'br', 'strong', 'em', 'del', 'code', 'pre', 'ul', 'ol', 'li', 'a', 'blockquote'];
const plugins = [remarkGfm, remarkBreaks, simplifyMarkdown];
// Text without any of these characters reads the same with and without Markdown.
const plain = /^[^\\`*_{}[\]<>()#+\-.!|~:@&=\n]*$/;

type Piece<Tag extends 'p' | 'blockquote' | 'li' | 'pre' | 'a'> = Pick<ComponentProps<Tag>, 'children'>;

const components: ComponentProps<typeof Parser>['components'] = {
  a: Link,
  p: ({ children }: Piece<'p'>) => <p dir="auto">{children}</p>,
  blockquote: ({ children }: Piece<'blockquote'>) => <blockquote dir="auto">{children}</blockquote>,
  li: ({ children }: Piece<'li'>) => <li dir="auto">{children}</li>,
  // A long line of code scrolls by itself, so it must be reachable by keyboard.
  pre: ({ children }: Piece<'pre'>) => <pre tabIndex={0}>{children}</pre>,
};

const rememberedTexts = 400;
const remembered = new Map<string, ReactNode>();

/** A message's text as bold, italic, code, lists, links, quotes and mentions; nothing else of Markdown, no HTML. */
export const Markdown = memo(function Markdown({ text }: { text: string }) {
  return plain.test(text) || isTangled(text) ? <p dir="auto">{text}</p> : readMarkdown(text);
});

/** Reading Markdown costs about a millisecond a message, so what was read is kept for when its thread comes back. */
function readMarkdown(text: string): ReactNode {
  const known = remembered.get(text);
  if (known !== undefined) return known;
  const read = Parser({
    children: text,
    allowedElements: elements,
    unwrapDisallowed: true,
    remarkPlugins: plugins,
    urlTransform: safeUrl,
    components,
  });
  remembered.set(text, read);
  const oldest = remembered.keys().next().value;
  if (remembered.size > rememberedTexts && oldest !== undefined) remembered.delete(oldest);
  return read;
}

/** A link that opens outside, a mention as a chip (one's own stands out), or plain text where it must not lead. */
function Link({ href, children }: { href?: string | undefined; children?: ReactNode }) {
  const selfId = useContext(SelfContext)?.id;
  if (href === undefined || href === '') return <>{children}</>;
  if (isMention(href)) {
    const self = href.slice('user:'.length) === selfId;
    return <span className={self ? 'mention mention-self' : 'mention'}>@{children}</span>;
  }
  return (
    <a href={href} target="_blank" rel="noreferrer noopener nofollow" title={href}>
      {children}
    </a>
  );
}
