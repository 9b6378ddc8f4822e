/** Runs check parts in two lanes (the machines that this must be quick on have two cores) and prints a line for each as it ends. */
import { PARTS, type PartResult } from './parts.ts';

export interface FinishedPart extends PartResult {
  readonly name: string;
  readonly seconds: number;
}

export interface PrintOptions {
  /** One JSON object per part instead of lines for people. */
  readonly isJson: boolean;
  /** Lines shown of one part; the rest is counted. */
  readonly maxLines: number;
}

const LANES = 2;

export async function runParts(
  root: string,
  names: readonly string[],
  options: PrintOptions = { isJson: false, maxLines: 200 },
): Promise<FinishedPart[]> {
  const waiting = [...names];
  const finished: FinishedPart[] = [];
  async function drainLane(): Promise<void> {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      const part = await runPart(root, name);
      process.stdout.write(options.isJson ? `${JSON.stringify(part)}\n` : toText(part, options.maxLines));
      finished.push(part);
    }
  }
  await Promise.all(Array.from({ length: LANES }, drainLane));
  return finished;
}

async function runPart(root: string, name: string): Promise<FinishedPart> {
  const part = PARTS[name];
  if (part === undefined) throw new Error(`there is no check part "${name}"`);
  const startedAt = performance.now();
  const result = await part(root).catch(
    // A tool that cannot run is a failed part, not the end of the others.
    (error: unknown): PartResult => ({
      isOk: false,
      lines: [error instanceof Error ? error.message : String(error)],
    }),
  );
  return { name, seconds: Math.round((performance.now() - startedAt) / 100) / 10, ...result };
}

function toText(part: FinishedPart, maxLines: number): string {
  const note = part.note === undefined ? '' : ` (${part.note})`;
  const shown = part.lines.slice(0, maxLines).map((line) => `  ${line}\n`);
  const hidden = part.lines.length - shown.length;
  if (hidden > 0) shown.push(`  … and ${hidden} more: npm run check -- ${part.name.replace('check:', '')}\n`);
  return `${part.name} ${part.isOk ? 'ok' : 'FAILED'} ${part.seconds.toFixed(1)} s${note}\n${shown.join('')}`;
}
