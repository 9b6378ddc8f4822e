import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '@metropane/base';

/**
 * When the centre ran. An hour without a centre is no hour without alarms, and nothing else on the disk says which it was. One line per
 * run, `<start> <last beat>`, of which the second half is written over every 15 s: after a crash the run ends at its last beat.
 * A clock that was set back ends no run before it began.
 */
export class UptimeLog {
  readonly #clock: Clock;
  readonly #file: number;
  readonly #runs: { fromMs: number; toMs: number }[];
  /** Where the end of this run stands in the file. */
  readonly #endAt: number;
  readonly #timer: NodeJS.Timeout;

  constructor(dataDir: string, clock: Clock) {
    this.#clock = clock;
    mkdirSync(dataDir, { recursive: true });
    const path = join(dataDir, FILE);
    this.#file = openSync(path, 'a+');
    closeSync(this.#file);
    // Opened for writing at a place: a file opened to append would put every beat at its end.
    this.#file = openSync(path, 'r+');
    const { runs, length } = readRuns(readFileSync(path, 'latin1'));
    const nowMs = clock.nowMs();
    runs.push({ fromMs: nowMs, toMs: nowMs });
    this.#runs = runs;
    this.#endAt = length + TIME_LENGTH + 1;
    writeSync(this.#file, `${iso(nowMs)} ${iso(nowMs)}\n`, length, 'latin1');
    fsyncSync(this.#file);
    this.#timer = setInterval(() => this.beat(), BEAT_MS).unref();
  }

  /** The centre runs now. */
  beat(): void {
    const run = this.#runs.at(-1)!;
    run.toMs = Math.max(run.toMs, this.#clock.nowMs());
    writeSync(this.#file, iso(run.toMs), this.#endAt, 'latin1');
  }

  /** Since when it is known whether the centre ran. */
  get knownFromMs(): number {
    return this.#runs[0]!.fromMs;
  }

  /** The stretches of the period in which it did not run, in order; of before `knownFromMs` nothing is said. */
  downtimes({ fromMs, toMs }: { fromMs: number; toMs: number }): { fromMs: number; toMs: number }[] {
    const gaps: { fromMs: number; toMs: number }[] = [];
    for (let i = 1; i < this.#runs.length; i++) {
      const from = Math.max(fromMs, this.#runs[i - 1]!.toMs);
      const to = Math.min(toMs, this.#runs[i]!.fromMs);
      if (from < to) gaps.push({ fromMs: from, toMs: to });
    }
    return gaps;
  }

  stop(): void {
    clearInterval(this.#timer);
    this.beat();
    closeSync(this.#file);
  }
}

const FILE = 'uptime.log';
const BEAT_MS = 15_000;
/** `2026-11-23T08:30:00.000Z` */
const TIME_LENGTH = 24;
const LINE = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)$/;

/** Whole lines only: what a crash left half written is written over. `length` is that of the whole lines. */
function readRuns(text: string): { runs: { fromMs: number; toMs: number }[]; length: number } {
  const runs: { fromMs: number; toMs: number }[] = [];
  let length = 0;
  for (const line of text.split('\n')) {
    const match = LINE.exec(line);
    if (match === null) break;
    const fromMs = Date.parse(match[1]!);
    runs.push({ fromMs, toMs: Math.max(fromMs, Date.parse(match[2]!)) });
    length += line.length + 1;
  }
  return { runs, length: Math.min(length, text.length) };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
