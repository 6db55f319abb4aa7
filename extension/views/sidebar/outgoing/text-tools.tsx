import { Bold, Link, List } from 'lucide-react';
import type { RefObject } from 'react';
import { t } from '#extension/language/t.ts';
import { IconButton } from '../../ui/button.tsx';
import { toggleMark } from '../composer/markdown-keys.ts';
import { writeInto } from '../composer/write-into.ts';

/** Bold, list and link, as marks in the text. */
export function TextTools({ area, text }: { area: RefObject<HTMLTextAreaElement | null>; text: string }) {
  const embolden = (): void => {
    const box = area.current;
    if (box === null) return;
    const next = toggleMark({ text, start: box.selectionStart, end: box.selectionEnd }, '**');
    writeInto(box, { start: 0, end: text.length, text: next.text, select: next });
  };
  const list = (): void => {
    const box = area.current;
    if (box === null) return;
    const start = text.lastIndexOf('\n', box.selectionStart - 1) + 1;
    const lines = text.slice(start, box.selectionEnd).split('\n');
    writeInto(box, { start, end: box.selectionEnd, text: lines.map((line) => `- ${line}`).join('\n') });
  };
  const link = (): void => {
    const box = area.current;
    if (box === null) return;
    const { selectionStart: start, selectionEnd: end } = box;
    const words = text.slice(start, end);
    const at = start + words.length + 3;
    writeInto(box, { start, end, text: `[${words}](https://)`, select: { start: at, end: at + 'https://'.length } });
  };
  return (
    <>
      <IconButton label={t('outgoing.bold')} onClick={embolden}>
        <Bold size={15} aria-hidden />
      </IconButton>
      <IconButton label={t('outgoing.list')} onClick={list}>
        <List size={15} aria-hidden />
      </IconButton>
      <IconButton label={t('outgoing.link')} onClick={link}>
        <Link size={15} aria-hidden />
      </IconButton>
    </>
  );
}
