interface Writing {
  start: number;
  end: number;
  text: string;
  /** What is selected afterwards; the end of what was written when left out. */
  select?: { start: number; end: number };
}

/**
 * Replaces a range of a text box through the browser's own editing, so that undo knows it and the box tells its change
 * like typing. Where the browser can't, the change is made directly and told all the same.
 */
export function writeInto(box: HTMLTextAreaElement | null, { start, end, text, select }: Writing): void {
  if (box === null) return;
  box.focus();
  box.setSelectionRange(start, end);
  const done = text === '' ? document.execCommand('delete') : document.execCommand('insertText', false, text);
  if (!done) {
    box.setRangeText(text, start, end, 'end');
    box.dispatchEvent(new Event('input', { bubbles: true }));
  }
  if (select !== undefined) box.setSelectionRange(select.start, select.end);
}
