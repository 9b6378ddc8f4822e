import { Trans } from '@lingui/react/macro';
import type { PriorityCounts } from '@metropane/incidents';

/** All of a kind by priority, also those that the list below leaves out. */
export function Counts({ counts }: { counts: PriorityCounts }) {
  const [p1, p2, p3, p4] = counts;
  return (
    <Trans>
      tất cả: P1 {p1} · P2 {p2} · P3 {p3} · P4 {p4}
    </Trans>
  );
}
