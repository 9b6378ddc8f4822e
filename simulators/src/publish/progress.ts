/**
 * What a person or a parent process sees of a long run: with `--json` one JSON object per line on standard output, on a terminal
 * one line that is rewritten, else a plain line every few seconds.
 */
export class Progress {
  readonly #form: 'json' | 'terminal' | 'plain';
  readonly #everyMs: number;
  #lastMs = Number.NaN;
  #lastMessages = 0;
  #isLineOpen = false;

  constructor(isJson: boolean) {
    this.#form = isJson ? 'json' : process.stderr.isTTY ? 'terminal' : 'plain';
    this.#everyMs = this.#form === 'terminal' ? 200 : 5_000;
  }

  /**
   * Where a run stands: shown at most every few seconds (five times a second on a terminal). `share`: 0 to 1 where an end is known;
   * beside `messages` the rate since the last time is shown.
   */
  at(nowMs: number, event: string, figures: Readonly<Record<string, number | string>>): void {
    // The first call only starts the clock: a short run says nothing but its end.
    const messages = Number(figures['messages'] ?? Number.NaN);
    if (Number.isNaN(this.#lastMs)) [this.#lastMs, this.#lastMessages] = [nowMs, messages];
    const sinceMs = nowMs - this.#lastMs;
    if (sinceMs < this.#everyMs) return;
    const perSecond = Math.round(((messages - this.#lastMessages) * 1_000) / sinceMs);
    [this.#lastMs, this.#lastMessages] = [nowMs, messages];
    const shown = Number.isNaN(perSecond) ? figures : { ...figures, perSecond };
    if (this.#form !== 'terminal') return this.say(event, shown);
    process.stderr.write(`\r\u001b[K${event}: ${toText(shown)}`);
    this.#isLineOpen = true;
  }

  /** A sentence for whoever started the run: on standard error even beside `--json`. */
  warn(text: string): void {
    if (this.#form === 'json') this.say('warning', { text });
    this.#endLine();
    process.stderr.write(`${text}\n`);
  }

  /** One thing that happened, always shown. */
  say(event: string, figures: Readonly<Record<string, unknown>> = {}): void {
    if (this.#form === 'json') {
      process.stdout.write(`${JSON.stringify({ event, ...figures })}\n`);
      return;
    }
    this.#endLine();
    process.stderr.write(`${event}${Object.keys(figures).length === 0 ? '' : `: ${toText(figures)}`}\n`);
  }

  #endLine(): void {
    if (this.#isLineOpen) process.stderr.write('\n');
    this.#isLineOpen = false;
  }
}

function toText(figures: Readonly<Record<string, unknown>>): string {
  return Object.entries(figures)
    .map(([name, value]) => (name === 'share' ? bar(Number(value)) : `${name} ${String(value)}`))
    .join(', ');
}

function bar(share: number): string {
  const full = Math.round(share * 20);
  return `[${'#'.repeat(full)}${' '.repeat(20 - full)}] ${Math.round(share * 100)} %`;
}
