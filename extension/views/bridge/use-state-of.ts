import { useCallback, useState } from 'react';

/**
 * State about one subject (a thread, a discussion). It begins anew with another subject, and what is set late for an
 * earlier one is dropped: a part of the view need not be built anew to forget.
 */
export function useStateOf<Value>(
  subject: string,
  initial: Value,
): [value: Value, set: (change: (value: Value) => Value) => void] {
  const [held, setHeld] = useState({ subject, value: initial });
  const isNew = held.subject !== subject;
  if (isNew) setHeld({ subject, value: initial });
  const set = useCallback(
    (change: (value: Value) => Value) =>
      setHeld((now) => (now.subject === subject ? { subject, value: change(now.value) } : now)),
    [subject],
  );
  return [isNew ? initial : held.value, set];
}
