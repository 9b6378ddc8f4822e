/** As many columns as a panel can show apart. */
const MOST_COLUMNS = 720;

export interface LoadColumns {
  /** The worst bucket behind each column; null where the centre ran in none of them. */
  columns: (number | null)[];
  /** Buckets per column. */
  per: number;
}

/** The buckets of a period of any length as columns that can be drawn: the worst of each group stands for it, so that no flood is averaged away. */
export function loadColumns(counts: readonly (number | null)[]): LoadColumns {
  const per = Math.max(1, Math.ceil(counts.length / MOST_COLUMNS));
  const columns: (number | null)[] = [];
  for (let at = 0; at < counts.length; at += per) {
    let worst: number | null = null;
    for (const count of counts.slice(at, at + per)) if (count !== null) worst = Math.max(worst ?? 0, count);
    columns.push(worst);
  }
  return { columns, per };
}
