import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';

const nearPx = 48;

/** Keeps a scrolled list at its end while the reader is there, and in place while they read further up. */
export function useStickToEnd(lastSeq: number, queued: number) {
  const frame = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const sticking = useRef(true);
  const kept = useRef<{ height: number; top: number } | null>(null);
  const [seenSeq, setSeenSeq] = useState(lastSeq);

  const toEnd = useCallback(() => {
    sticking.current = true;
    setAtEnd(true);
    frame.current?.scrollTo({ top: frame.current.scrollHeight });
  }, []);

  // First paint: at the first unread message when there is one out of sight, else at the end.
  useLayoutEffect(() => {
    const box = frame.current;
    if (box === null) return;
    box.scrollTop = box.scrollHeight;
    const unread = box.querySelector<HTMLElement>('[data-unread]');
    if (unread === null || unread.offsetTop - box.offsetTop >= box.scrollTop) return;
    sticking.current = false;
    box.scrollTop = unread.offsetTop - box.offsetTop - 8;
  }, []);

  // What one writes oneself is always shown.
  useLayoutEffect(() => {
    if (queued > 0) toEnd();
  }, [queued, toEnd]);

  useEffect(() => {
    const box = frame.current;
    const inner = content.current;
    if (box === null || inner === null) return;
    const observer = new ResizeObserver(() => {
      if (kept.current !== null) {
        box.scrollTop = box.scrollHeight - kept.current.height + kept.current.top;
        kept.current = null;
      } else if (sticking.current) box.scrollTop = box.scrollHeight;
    });
    observer.observe(inner);
    observer.observe(box);
    return () => observer.disconnect();
  }, []);

  const onScroll = useCallback(() => {
    const box = frame.current;
    if (box === null) return;
    const near = box.scrollHeight - box.scrollTop - box.clientHeight < nearPx;
    sticking.current = near;
    setAtEnd(near);
  }, []);

  useEffect(() => {
    if (atEnd) setSeenSeq(lastSeq);
  }, [atEnd, lastSeq]);

  /** Runs what puts older messages on top without moving what is being read. */
  const keepPlace = (load: () => Promise<void>): void => {
    const box = frame.current;
    if (box === null) return;
    sticking.current = false;
    kept.current = { height: box.scrollHeight, top: box.scrollTop };
    void load();
  };

  return { frame, content, atEnd, fresh: Math.max(0, lastSeq - seenSeq), onScroll, toEnd, keepPlace };
}
