import { parseArgs } from 'node:util';
import { OptionError } from './option-error.ts';

/** Options of a command by name: `text` takes a value, `flag` does not. */
export type OptionTable = Readonly<Record<string, 'text' | 'flag'>>;

/** A command line, read: every access checks and says what is wrong by the option's name. */
export class Options {
  readonly #values: Readonly<Record<string, string | boolean | undefined>>;
  /** What stood without an option. */
  readonly words: readonly string[];

  constructor(args: readonly string[], table: OptionTable) {
    const options = Object.fromEntries(
      Object.entries(table).map(([name, kind]) => [
        name,
        { type: kind === 'flag' ? ('boolean' as const) : ('string' as const) },
      ]),
    );
    try {
      const read = parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
      this.#values = read.values as Record<string, string | boolean | undefined>;
      this.words = read.positionals;
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      const known = Object.keys(table).map((name) => `--${name}`);
      throw new OptionError(`${error.message.split(/\.\s/)[0]}. Options are ${known.join(' ')}.`);
    }
  }

  flag(name: string): boolean {
    return this.#values[name] === true;
  }

  text(name: string): string | undefined {
    const value = this.#values[name];
    return typeof value === 'string' ? value : undefined;
  }

  /** A number of at least `least`. */
  number(name: string, { least, isWhole = false }: { least: number; isWhole?: boolean }): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const value = Number(text);
    if (
      text.trim() === '' ||
      !Number.isFinite(value) ||
      value < least ||
      (isWhole && !Number.isInteger(value))
    )
      throw new OptionError(
        `--${name}: expected a ${isWhole ? 'whole ' : ''}number from ${least}, got "${text}".`,
      );
    return value;
  }

  /** An instant: RFC 3339 with an offset, or `now`. */
  instantMs(name: string, nowMs: number): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    if (text === 'now') return nowMs;
    const hasOffset = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(text);
    const value = hasOffset ? Date.parse(text) : Number.NaN;
    if (!Number.isFinite(value))
      throw new OptionError(
        `--${name}: expected a time with its offset such as 2026-11-23T00:00+07:00, got "${text}".`,
      );
    return value;
  }

  /** A broker's address. */
  brokerUrl(name: string): string | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    if (!URL.canParse(text) || !['mqtt:', 'mqtts:', 'ws:', 'wss:'].includes(new URL(text).protocol))
      throw new OptionError(`--${name}: expected an address such as mqtt://127.0.0.1:1883, got "${text}".`);
    if (new URL(text).password !== '')
      throw new OptionError(`--${name}: give the password in METROPANE_SIM_TOKEN, not in the address.`);
    return text;
  }
}
