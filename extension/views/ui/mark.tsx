/** Sidethread's mark: a letter with a thread beside it. */
export function Mark({ size = 20 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 20 20" fill="none" aria-hidden className="shrink-0">
      <rect x="1.25" y="1.25" width="17.5" height="17.5" rx="5" fill="var(--accent)" />
      <path
        d="M5.5 6.25h4M5.5 10h4M5.5 13.75h4"
        stroke="var(--on-accent)"
        strokeWidth="1.5"
        strokeLinecap="round"
        opacity="0.6"
      />
      <path
        d="M13.75 5v2.25c0 1.5-1.5 1.5-1.5 2.75s1.5 1.25 1.5 2.75V15"
        stroke="var(--on-accent)"
        strokeWidth="1.75"
        strokeLinecap="round"
      />
    </svg>
  );
}
