import type { ReactNode } from 'react';
import { memo } from 'react';
import Parser from 'react-markdown';
import remarkBreaks from 'remark-breaks';
import remarkGfm from 'remark-gfm';
import { isMention, simplifyMarkdown } from './markdown-tree.ts';
import { safeUrl } from './safe-url.ts';

const elements = ['p', 'br', 'strong', 'em', 'del', 'code', 'pre', 'ul', 'ol', 'li', 'a', 'blockquote'];
const plugins = [remarkGfm, remarkBreaks, simplifyMarkdown];
// Text without any of these characters reads the same with and without Markdown.
const plain = /^[^\\`*_{}[\]<>()#+\-.!|~:@&=\n]*$/;

interface MarkdownProps {
  text: string;
  /** The reader's id, whose mentions stand out. */
  selfId: string;
}

/** A message's text as bold, italic, code, lists, links, quotes and mentions; nothing else of Markdown, no HTML. */
export const Markdown = memo(function Markdown({ text, selfId }: MarkdownProps) {
  if (plain.test(text)) return <p dir="auto">{text}</p>;
  return (
    <Parser
      allowedElements={elements}
      unwrapDisallowed
      remarkPlugins={plugins}
      urlTransform={safeUrl}
      components={{
        a: ({ href, children }) => (
          <Link href={href} selfId={selfId}>
            {children}
          </Link>
        ),
        p: ({ children }) => <p dir="auto">{children}</p>,
        blockquote: ({ children }) => <blockquote dir="auto">{children}</blockquote>,
        li: ({ children }) => <li dir="auto">{children}</li>,
        // A long line of code scrolls by itself, so it must be reachable by keyboard.
        pre: ({ children }) => <pre tabIndex={0}>{children}</pre>,
      }}
    >
      {text}
    </Parser>
  );
});

function Link({ href, selfId, children }: { href: string | undefined; selfId: string; children: ReactNode }) {
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
