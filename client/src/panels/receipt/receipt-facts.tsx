import type { ReactNode } from 'react';

/** Names and values of a receipt, in groups with a rule between them. */
export function FactGroup({ children }: { children: ReactNode }) {
  return <dl className="receipt-facts">{children}</dl>;
}

export function Fact({
  name,
  children,
  isOdd = false,
}: {
  name: ReactNode;
  children: ReactNode;
  isOdd?: boolean;
}) {
  return (
    <div className={isOdd ? 'is-odd' : ''}>
      <dt>{name}</dt>
      <dd className="num">{children}</dd>
    </div>
  );
}

/** A part of one as a bar; `null` = unknown, which is no bar. */
export function Completeness({ part }: { part: number | null }) {
  if (part === null) return null;
  const width = Math.max(0, Math.min(1, part)) * 100;
  return (
    <svg className="receipt-complete" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
      <rect className="part-track" width="100" height="4" />
      <rect className="part-counted" width={width} height="4" />
    </svg>
  );
}
