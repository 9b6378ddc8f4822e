import { compileExpression, type Condition } from './compile-expression.ts';

/** One measured figure beside its baseline from the same run. */
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

const RUNS = 3;
/** Long enough for the CPU clock of either. */
const EVALUATIONS = { quick: 10_000_000, library: 300_000 };
const INPUTS = ['a', 'b', 'c'];
/** As rules of a city read. */
const EXPRESSIONS = {
  plain: 'a >= 15',
  mixed: 'a > 2.2 && b < 0.1 && c > 0.1',
  counted: 'a < b * 0.85 || (c > 40 && !(a > 3))',
};

/** Evaluations per second of the compiled closures, beside the CEL library on the same expressions and values. Best of three. */
export const benches: Record<string, () => Promise<Figure[]>> = {
  'rules.evaluate': () =>
    Promise.resolve(Object.entries(EXPRESSIONS).map(([name, text]) => measure(name, text))),
};

function measure(name: string, text: string): Figure {
  const compiled = compileExpression(text, { field: 'when', inputs: INPUTS });
  if (!compiled.ok) throw new Error(compiled.fault.message);
  const rows = Array.from({ length: 1_024 }, (_, i) => ({
    a: i % 31,
    b: i % 7 === 0 ? null : (i * 13) % 29,
    c: (i % 97) / 2,
  }));
  let [value, baselineValue] = [0, 0];
  for (let run = 0; run < RUNS; run++) {
    value = Math.max(value, perSecond(compiled.value.test, rows, EVALUATIONS.quick));
    baselineValue = Math.max(
      baselineValue,
      perSecond(compiled.value.testByLibrary, rows, EVALUATIONS.library),
    );
  }
  return {
    name: `rules.evaluate.${name}`,
    value: Math.round(value),
    unit: 'evaluations/s',
    baseline: '@bufbuild/cel, planned once',
    baselineValue: Math.round(baselineValue),
    ratio: value / baselineValue,
    ...{ dropped: 0, late: 0, n: EVALUATIONS.quick },
  };
}

function perSecond(
  test: Condition['test'],
  rows: readonly Record<string, number | null>[],
  evaluations: number,
): number {
  let held = 0;
  const from = process.cpuUsage();
  for (let i = 0; i < evaluations; i++) if (test(rows[i & 1_023]!) === true) held += 1;
  const { user, system } = process.cpuUsage(from);
  // Used, or an engine may leave it out.
  if (held < 0) throw new Error('cannot be');
  return (evaluations / (user + system)) * 1e6;
}
