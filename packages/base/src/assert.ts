/** A broken promise of our own code (never bad input): carries the values that broke it. */
export class AssertionError extends Error {
  readonly values: Readonly<Record<string, unknown>>;

  constructor(message: string, values: Readonly<Record<string, unknown>> = {}) {
    const shown = Object.entries(values).map(([name, value]) => `${name}=${describeValue(value)}`);
    super(shown.length === 0 ? message : `${message} (${shown.join(', ')})`);
    this.name = 'AssertionError';
    this.values = values;
  }
}

/**
 * Throws `AssertionError` unless `condition` holds. For bugs only: bad input gets a `Result`, a failing world a typed reason.
 * `values` are shown in the message; build them only on cold paths, the object is allocated even when the condition holds.
 */
export function assert(
  condition: unknown,
  message: string,
  values?: Readonly<Record<string, unknown>>,
): asserts condition {
  if (!condition) throw new AssertionError(message, values);
}

/** Marks a branch that the types say cannot be reached; throws `AssertionError` with the value if it is. */
export function assertNever(value: never, message = 'unexpected value'): never {
  throw new AssertionError(message, { value });
}

function describeValue(value: unknown): string {
  if (Object.is(value, -0)) return '-0';
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'object' && value !== null) {
    try {
      return JSON.stringify(value) ?? String(value);
    } catch (error) {
      return `<unprintable: ${String(error)}>`;
    }
  }
  return String(value);
}
