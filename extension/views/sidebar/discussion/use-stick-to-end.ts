import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';

const nearPx = 48;
const touchMs = 400;

/** Keeps a scrolled list at its end while the reader is there, and in place while they read further up. */
export function useStickToEnd(lastSeq: number, queued: number) {
  const frameRef = useRef<HTMLDivElement>(null);
  const contentRef = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const sticking = useRef(true);
  const knownSize = useRef('');
  const touchedAt = useRef(Number.NEGATIVE_INFINITY);
  const kept = useRef<{ height: number; top: number } | null>(null);
  const [seenSeq, setSeenSeq] = useState(lastSeq);
  if (atEnd && seenSeq !== lastSeq) setSeenSeq(lastSeq);

  const toEnd = useCallback(() => {
    sticking.current = true;
    setAtEnd(true);
    frameRef.current?.scrollTo({ top: frameRef.current.scrollHeight });
  }, []);

  // First paint: at the first unread message when there is one out of sight, else at the end.
  useLayoutEffect(() => {
    const box = frameRef.current;
    if (box === null) return;
    box.scrollTop = box.scrollHeight;
    const unread = box.querySelector('[data-unread]')?.getBoundingClientRect();
    const above = unread === undefined ? 0 : box.getBoundingClientRect().top - unread.top;
    if (above <= 0) return;
    sticking.current = false;
    box.scrollTop -= above + 8;
  }, []);

  // What one writes oneself is always shown.
  useLayoutEffect(() => {
    if (queued === 0 || frameRef.current === null) return;
    sticking.current = true;
    frameRef.current.scrollTop = frameRef.current.scrollHeight;
    // In a low window the list itself may lie below what is in view.
    frameRef.current.scrollIntoView({ block: 'end' });
  }, [queued]);

  useEffect(() => {
    const box = frameRef.current;
    const inner = contentRef.current;
    if (box === null || inner === null) return;
    const observer = new ResizeObserver(() => {
      if (kept.current !== null) {
        box.scrollTop = box.scrollHeight - kept.current.height + kept.current.top;
        kept.current = null;
      } else if (sticking.current) box.scrollTop = box.scrollHeight;
    });
    observer.observe(inner);
    observer.observe(box);
    const ending = new AbortController();
    for (const type of ['wheel', 'touchmove', 'keydown', 'pointerdown']) {
      box.addEventListener(type, () => (touchedAt.current = performance.now()), {
        passive: true,
        signal: ending.signal,
      });
    }
    return () => {
      observer.disconnect();
      ending.abort();
    };
  }, []);

  const onScroll = useCallback(() => {
    const box = frameRef.current;
    if (box === null) return;
    const near = box.scrollHeight - box.scrollTop - box.clientHeight < nearPx;
    const size = `${box.scrollHeight} ${box.clientHeight}`;
    const byReader = size === knownSize.current || performance.now() - touchedAt.current < touchMs;
    knownSize.current = size;
    // What grows or shrinks around the text scrolls it too; that must not lose the end.
    if (!near && sticking.current && !byReader) {
      box.scrollTop = box.scrollHeight;
      return;
    }
    sticking.current = near;
    setAtEnd(near);
  }, []);

  /** Runs what puts older messages on top without moving what is being read. */
  const keepPlace = async (load: () => Promise<void>): Promise<void> => {
    sticking.current = false;
    await load();
    // What came is not painted yet. Measured before asking, anything that grew meanwhile would pass for it.
    const box = frameRef.current;
    if (box !== null) kept.current = { height: box.scrollHeight, top: box.scrollTop };
  };

  return { frameRef, contentRef, atEnd, fresh: Math.max(0, lastSeq - seenSeq), onScroll, toEnd, keepPlace };
}
