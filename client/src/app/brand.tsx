/** Three signals over two waves: a city between its river and its data. */
export function BrandMark() {
  return (
    <svg className="brand-mark" viewBox="0 0 38 38" aria-hidden="true">
      <rect
        x="0.5"
        y="0.5"
        width="37"
        height="37"
        rx="8"
        fill="var(--brand-ground)"
        stroke="var(--brand-edge)"
      />
      <path d="M14 14v-2.500M19 14V9M24 14v-4" stroke="var(--t1)" strokeWidth="2.200" strokeLinecap="round" />
      <path
        d="M7 20.500q3-3 6 0t6 0 6 0 6 0M7 27q3-3 6 0t6 0 6 0 6 0"
        fill="none"
        stroke="var(--accent)"
        strokeWidth="2.200"
        strokeLinecap="round"
      />
    </svg>
  );
}
