/** Where the history of a figure (`trend/…`, `indicator/…` or `series/{domain}/{entity}/{metric}`) over a stretch of time is shown. */
export function historyPath(figureId: string, { fromMs, toMs }: { fromMs: number; toMs: number }): string {
  const iso = (ms: number): string => new Date(ms).toISOString();
  return `/desk/trends/${encodeURIComponent(figureId)}?${new URLSearchParams({ from: iso(fromMs), to: iso(toMs) })}`;
}
