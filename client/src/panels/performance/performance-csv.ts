import type { AlarmPerformance } from '@metropane/incidents';

/**
 * Every figure of every position with target, limit and verdict, each ten-minute bucket, empty ones too, and when the centre did not run:
 * a bucket of then has no value. RFC 4180, times UTC.
 */
export function performanceCsv({
  fromMs,
  toMs,
  isIndicative,
  positions,
  downtimes,
}: AlarmPerformance): string {
  const rows: (string | number | null)[][] = [
    ['kind', 'position', 'name', 'value', 'unit', 'target', 'limit', 'verdict'],
  ];
  const span = `${iso(fromMs)}/${iso(toMs)}`;
  rows.push([
    'period',
    null,
    span,
    (toMs - fromMs) / 1_000,
    's',
    null,
    null,
    isIndicative ? 'indicative' : '',
  ]);
  for (const down of downtimes) {
    const stretch = `${iso(down.fromMs)}/${iso(down.toMs)}`;
    rows.push(['centre-down', null, stretch, (down.toMs - down.fromMs) / 1_000, 's', null, null, null]);
  }
  for (const { position, figures, buckets, topTags } of positions) {
    for (const { id, value, unit, target, limit, verdict } of figures)
      rows.push(['figure', position, id, value, unit, target, limit, verdict]);
    for (const { ruleId, key, count } of topTags)
      rows.push(['top-tag', position, `${ruleId} ${key}`, count, '', null, null, null]);
    buckets.counts.forEach((count, at) =>
      rows.push(['bucket', position, iso(buckets.firstMs + at * BUCKET_MS), count, '', null, null, null]),
    );
  }
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

/** Of the figures by bucket: ten minutes. */
export const BUCKET_MS = 600_000;

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

/** What a spreadsheet would run as a formula is told to it as text. */
function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
