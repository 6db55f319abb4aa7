/** Grey bars for what takes longer than 100 ms; they stay unseen until then. `lines`: without a contact on top. */
export function Skeleton({ label, lines = false }: { label: string; lines?: boolean }) {
  return (
    <div role="status" aria-label={label} className="appear-late grid gap-5 p-4">
      {!lines && (
        <div className="flex items-center gap-3">
          <Bar className="size-10 rounded-full" />
          <div className="grid flex-1 gap-2">
            <Bar className="h-3 w-2/5" />
            <Bar className="h-3 w-3/5" />
          </div>
        </div>
      )}
      {['w-4/5', 'w-3/5', 'w-11/12'].map((width) => (
        <div key={width} className="flex gap-3">
          <Bar className="size-7 rounded-full" />
          <div className="grid flex-1 gap-2 pt-1">
            <Bar className="h-3 w-1/4" />
            <Bar className={`h-3 ${width}`} />
          </div>
        </div>
      ))}
    </div>
  );
}

const Bar = ({ className }: { className: string }) => <div className={`pulse-quietly rounded bg-hover ${className}`} />;
