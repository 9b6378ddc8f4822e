/** What long tests noted of themselves (see `noteFigures` of the testing package), as one table at the end of a battery. */
import { existsSync, readFileSync } from 'node:fs';

/** One line of the file: the test's name and its figures, in the order in which they are to be read. */
export type FigureLine = { readonly test: string } & Readonly<Record<string, string | number>>;

const WHOLE = new Intl.NumberFormat('en-US');

/** The lines of a figures file; none when no test wrote any. Throws on a line that is not JSON. */
export function readFigures(file: string): FigureLine[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as FigureLine);
}

/** `what | seconds | figures`, aligned; an empty text without lines. */
export function formatFigures(lines: readonly FigureLine[]): string {
  if (lines.length === 0) return '';
  const rows = lines.map(({ test, seconds, ...figures }) => [
    test,
    seconds === undefined ? '' : String(seconds),
    Object.entries(figures)
      .map(([name, value]) => `${name} ${typeof value === 'number' ? WHOLE.format(value) : value}`)
      .join(', '),
  ]);
  const table = [['long test', 'seconds', 'figures'], ...rows];
  const widths = [0, 1].map((column) => Math.max(...table.map((row) => row[column]!.length)));
  const text = table.map(
    ([test, seconds, figures]) =>
      `${test!.padEnd(widths[0]!)} | ${seconds!.padStart(widths[1]!)} | ${figures}`,
  );
  return `\n${text.join('\n')}\n`;
}
