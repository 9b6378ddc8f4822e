/** What a configuration file got wrong: where, what was expected, what was found. */
export class ConfigError extends Error {
  readonly path: string;

  constructor(path: string, message: string) {
    super(`${path}: ${message}`);
    this.name = 'ConfigError';
    this.path = path;
  }
}

/**
 * One object of a parsed configuration file, read field by field. Every getter throws `ConfigError` with the field's path;
 * `done` refuses fields that nobody read, so that a misspelt setting is an error and not a default.
 */
export class ConfigReader {
  readonly path: string;
  readonly #fields: ReadonlyMap<string, unknown>;
  readonly #read = new Set<string>();

  constructor(value: unknown, path: string) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new ConfigError(path, `expected settings, got ${describe(value)}`);
    }
    this.path = path;
    this.#fields = new Map(
      Object.entries(value).filter(([, field]) => field !== undefined && field !== null),
    );
  }

  has(name: string): boolean {
    this.#read.add(name);
    return this.#fields.has(name);
  }

  /** The raw value, undefined if absent. */
  any(name: string): unknown {
    this.#read.add(name);
    return this.#fields.get(name);
  }

  text(name: string): string {
    const value = this.any(name);
    if (typeof value === 'string' && value !== '') return value;
    throw this.error(name, value === undefined ? 'is missing' : `expected a text, got ${describe(value)}`);
  }

  optionalText(name: string): string | undefined {
    return this.any(name) === undefined ? undefined : this.text(name);
  }

  /** A number ≥ `least`, else `otherwise` if absent. */
  number(name: string, { least, otherwise }: { least: number; otherwise?: number }): number {
    const value = this.any(name) ?? otherwise;
    if (typeof value === 'number' && Number.isFinite(value) && value >= least) return value;
    const wanted = Number.isFinite(least) ? `a number of at least ${least}` : 'a number';
    throw this.error(name, value === undefined ? 'is missing' : `expected ${wanted}, got ${describe(value)}`);
  }

  oneOf<T extends string>(name: string, allowed: readonly T[], otherwise?: T): T {
    const value = this.any(name) ?? otherwise;
    const found = allowed.find((word) => word === value);
    if (found !== undefined) return found;
    throw this.error(name, `expected one of ${allowed.join(', ')}, got ${describe(value)}`);
  }

  /** A list of texts; one text stands for a list of one. */
  texts(name: string): string[] {
    const value = this.any(name);
    const list = Array.isArray(value) ? (value as unknown[]) : [value];
    return list.map((text, index) => {
      if (typeof text === 'string') return text;
      throw this.error(
        Array.isArray(value) ? `${name}[${index}]` : name,
        `expected a text, got ${describe(text)}`,
      );
    });
  }

  list(name: string): unknown[] {
    const value = this.any(name);
    if (Array.isArray(value)) return value;
    throw this.error(name, value === undefined ? 'is missing' : `expected a list, got ${describe(value)}`);
  }

  object(name: string): ConfigReader {
    return new ConfigReader(this.any(name), this.at(name));
  }

  optionalObject(name: string): ConfigReader | undefined {
    return this.has(name) ? this.object(name) : undefined;
  }

  /** Name and value of every field: for objects whose keys are data. */
  entries(): [string, unknown][] {
    for (const name of this.#fields.keys()) this.#read.add(name);
    return [...this.#fields];
  }

  /** Call last: refuses what is left. */
  done(): void {
    for (const name of this.#fields.keys()) {
      if (!this.#read.has(name))
        throw this.error(name, `unknown setting; known here: ${[...this.#read].join(', ')}`);
    }
  }

  at(name: string): string {
    return this.path === '' ? name : `${this.path}.${name}`;
  }

  error(name: string, message: string): ConfigError {
    return new ConfigError(this.at(name), message);
  }
}

function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
