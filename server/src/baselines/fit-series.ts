import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type BaselineModel, fitBaseline, fittingWasmUrl, initFitting, judgeHistory } from '@metropane/rules';
import type { FitOutcome, FitTask } from './baseline-tasks.ts';

/** Beyond what is measured: a journal entry need not carry the noise of a float. */
const DIGITS = 6;

/** Reads the fitting library; call once per thread. */
export function loadFitting(): void {
  initFitting(new Uint8Array(readFileSync(fileURLToPath(fittingWasmUrl()))));
}

/** Judges the history of a series and fits it, some 10 ms; `loadFitting` first. */
export function fitSeries({ history, zone }: FitTask): FitOutcome {
  const judged = judgeHistory(history);
  if (!judged.ok) return judged;
  const { quality } = judged;
  const failed = (message: string): FitOutcome => {
    return { ok: false, refusal: { code: 'fit-failed', message, quality } };
  };
  let model: BaselineModel | null;
  try {
    model = fitBaseline(judged.series, zone);
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error));
  }
  return model === null ? failed('the fitting gave nothing') : { ok: true, quality, model: rounded(model) };
}

function rounded({ low, mid, high, ...rest }: BaselineModel): BaselineModel {
  const round = (row: (number | null)[]): (number | null)[] =>
    row.map((value) => (value === null ? null : Number(value.toPrecision(DIGITS))));
  return { ...rest, low: round(low), mid: round(mid), high: round(high) };
}
