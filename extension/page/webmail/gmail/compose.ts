import type { InsertOutcome } from '../../../messaging/protocol.ts';
import { findVisible } from '../find-visible.ts';
import type { GmailSelectors } from './selectors.ts';

/**
 * Puts plain text at the caret of the one open mail that its user writes in Gmail, by the browser's own editing, so that
 * Gmail keeps it as typed and can undo it. Only the text's box is touched: no recipient, no subject, no button. Where
 * several mails are open it must be plain which one is meant: the one with the caret in it.
 * @param text null: only looks whether it could.
 */
export function insertIntoCompose(text: string | null, document: Document, selectors: GmailSelectors): InsertOutcome {
  const boxes = findVisible(document, selectors.composeBody).filter((box) => box.isContentEditable);
  const [first, ...others] = boxes;
  if (first === undefined) return 'no-box';
  const caret = document.getSelection()?.anchorNode ?? null;
  const box = others.length === 0 ? first : boxes.find((each) => each.contains(caret));
  if (box === undefined) return 'several-boxes';
  if (text === null) return 'done';
  placeCaret(box, document);
  return type(text, document) ? 'done' : 'refused';
}

/** Where the caret was in this box, or else at its beginning: above a signature and what is quoted. */
function placeCaret(box: HTMLElement, document: Document): void {
  const selection = document.getSelection();
  const before = selection !== null && selection.rangeCount > 0 ? selection.getRangeAt(0) : undefined;
  const isInside = before !== undefined && box.contains(before.commonAncestorContainer);
  const range = isInside ? before.cloneRange() : document.createRange();
  if (!isInside) range.setStart(box, 0);
  box.focus();
  selection?.removeAllRanges();
  selection?.addRange(range);
}

/** As if it were typed: each line's text, and the Enter key between them. */
function type(text: string, document: Document): boolean {
  return text.split('\n').every((line, at) => {
    const isParted = at === 0 || document.execCommand('insertParagraph');
    return isParted && (line === '' || document.execCommand('insertText', false, line));
  });
}
