import { useEffect, useRef } from 'react';
import { Button } from './button.tsx';

/** The end of what is read of a long list: asks for more when it comes near, or by its button. */
export function EndOfList({ label, onNear }: { label: string; onNear: () => void }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (place.current === null) return;
    const observer = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && onNear(), {
      rootMargin: '400px',
    });
    observer.observe(place.current);
    return () => observer.disconnect();
  }, [onNear]);
  return (
    <div ref={place} className="grid justify-items-center py-2">
      <Button kind="ghost" size="small" onClick={onNear}>
        {label}
      </Button>
    </div>
  );
}
