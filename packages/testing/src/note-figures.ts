import { appendFileSync } from 'node:fs';

/** What a long test measured, for the table at the end of a battery: a name and figures in words or numbers. */
export type NotedFigures = Readonly<Record<string, string | number>>;

/**
 * Notes what a test did (how much, how long, from which seeds). A battery that names a file in `METROPANE_FIGURES_FILE` gets one
 * JSON line `{test, …figures}` per call and prints them as a table; without it nothing is written.
 */
export function noteFigures(test: string, figures: NotedFigures): void {
  const file = process.env['METROPANE_FIGURES_FILE'];
  if (file !== undefined && file !== '') appendFileSync(file, `${JSON.stringify({ test, ...figures })}\n`);
}
