import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { t } from '#extension/language/t.ts';
import { IconButton } from './button.tsx';

const shownMs = 7_000;

export interface Toast {
  text: string;
  /** Takes back what was just done. */
  undo?: () => void;
}

type ShowToast = (toast: Toast) => void;
const ShowToastContext = createContext<ShowToast>(() => {});
const CurrentToastContext = createContext<{ toast: (Toast & { key: number }) | null; close: () => void }>({
  toast: null,
  close: () => {},
});

/** Holds the one toast of a view; a newer one takes the place of an older. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const [toast, setToast] = useState<(Toast & { key: number }) | null>(null);
  const lastKey = useRef(0);
  const show = useCallback((next: Toast) => {
    lastKey.current += 1;
    setToast({ ...next, key: lastKey.current });
  }, []);
  const current = useMemo(() => ({ toast, close: () => setToast(null) }), [toast]);
  return (
    <ShowToastContext value={show}>
      <CurrentToastContext value={current}>{children}</CurrentToastContext>
    </ShowToastContext>
  );
}

/** Shows what was done, with the way back. */
export const useShowToast = (): ShowToast => useContext(ShowToastContext);

/** The place where the toast appears: put it where it covers nothing that matters. */
export function ToastPlace() {
  const { toast, close } = useContext(CurrentToastContext);
  const key = toast?.key;
  // Held by its key: one that was closed under the pointer must not hold the next.
  const [heldKey, setHeldKey] = useState<number>();
  const held = heldKey !== undefined && heldKey === key;
  useEffect(() => {
    if (key === undefined || held) return;
    const timer = setTimeout(close, shownMs);
    return () => clearTimeout(timer);
  }, [key, held, close]);
  return (
    <div
      role="status"
      aria-live="polite"
      className="pointer-events-none absolute inset-x-2 bottom-full z-30 mb-2 flex justify-center"
    >
      {toast !== null && (
        <div
          key={toast.key}
          onPointerEnter={() => setHeldKey(key)}
          onPointerLeave={() => setHeldKey(undefined)}
          onFocus={() => setHeldKey(key)}
          onBlur={() => setHeldKey(undefined)}
          className="appear pointer-events-auto flex max-w-full items-center gap-1 rounded-lg bg-tooltip py-1 pe-1 ps-3 text-small text-on-tooltip shadow-raised"
        >
          <span className="min-w-0 py-1 text-pretty">{toast.text}</span>
          {toast.undo !== undefined && (
            <button
              type="button"
              className="ms-1 h-7 shrink-0 rounded-md px-2 font-semibold underline underline-offset-2 hover:opacity-80"
              onClick={() => {
                toast.undo?.();
                close();
              }}
            >
              {t('action.undo')}
            </button>
          )}
          <IconButton
            label={t('action.dismiss')}
            className="size-7 text-on-tooltip! hover:bg-transparent! hover:opacity-80"
            onClick={close}
          >
            <X size={14} aria-hidden />
          </IconButton>
        </div>
      )}
    </div>
  );
}
