/** One measured number with the baseline that ran alternately with it; `dropped` and `late` say what the rate cost. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly baseline: string;
  readonly baselineValue: number;
  readonly ratio: number;
  readonly dropped: number;
  readonly late: number;
  readonly n: number;
}

const NUMBERS = ['value', 'baselineValue', 'ratio', 'dropped', 'late', 'n'] as const;
const TEXTS = ['name', 'unit', 'baseline'] as const;

/**
 * Checks what a benchmark returned: modules are found by file name, so nothing but this check holds them to the shape.
 * @throws naming the file and the field, also for a number that is not finite
 */
export function toFigures(answer: unknown, file: string): Figure[] {
  if (!Array.isArray(answer) || answer.length === 0)
    throw new Error(`${file}: a benchmark must return at least one figure`);
  return answer.map((candidate: unknown) => {
    const fields = candidate as Record<string, unknown>;
    for (const key of NUMBERS)
      if (!Number.isFinite(fields[key]))
        throw new Error(`${file}: ${String(fields.name)}.${key} is ${String(fields[key])}, not a number`);
    for (const key of TEXTS)
      if (typeof fields[key] !== 'string') throw new Error(`${file}: a figure has no ${key}`);
    return candidate as Figure;
  });
}

/** One line for people; a dropped or late count of zero is shown too, because it is the point. */
export function toLine(figure: Figure): string {
  return (
    `${figure.name}  ${round(figure.value)} ${figure.unit}  ${round(figure.ratio)} x ${figure.baseline} ` +
    `(${round(figure.baselineValue)})  dropped ${figure.dropped}  late ${figure.late}  n ${figure.n}\n`
  );
}

function round(value: number): string {
  return value.toLocaleString('en', { maximumSignificantDigits: 4 });
}
