/**
 * A plot of steps under a cursor that other plots of the page share: the cursor is a time, a plot knows which of its steps that is.
 */
export interface Steps {
  /** Start of the first step. */
  startMs: number;
  /** How long a step is; where they differ, the last. */
  stepMs: number;
  count: number;
  /** Starts of steps that are not equally long, such as months; absent: equal ones. */
  startsMs?: readonly number[];
}

/** The step that a time lies in; -1 = this plot does not show it. */
export function stepAt(timeMs: number, { startMs, stepMs, count, startsMs }: Steps): number {
  if (startsMs !== undefined)
    return timeMs >= (startsMs.at(-1) ?? 0) + stepMs ? -1 : startsMs.findLastIndex((ms) => ms <= timeMs);
  const at = Math.floor((timeMs - startMs) / stepMs);
  return at >= 0 && at < count ? at : -1;
}

export function startOf(at: number, { startMs, stepMs, startsMs }: Steps): number {
  return startsMs?.[at] ?? startMs + at * stepMs;
}

/** From the start of the earlier of two steps to the end of the later one. */
export function spanOfSteps(a: number, b: number, steps: Steps): [fromMs: number, toMs: number] {
  const last = Math.max(a, b);
  const nextMs = last + 1 < steps.count ? startOf(last + 1, steps) : startOf(last, steps) + steps.stepMs;
  return [startOf(Math.min(a, b), steps), nextMs];
}

/** Where a key moves the cursor: by one, by ten, to an end; from nowhere it begins at the newest. Null = not a key of this. */
export function movedStep(key: string, at: number, { count }: Steps): number | null {
  const last = count - 1;
  const from = at < 0 ? last : at;
  const moves: Readonly<Record<string, number>> = {
    ...{ ArrowLeft: at < 0 ? last : from - 1, ArrowRight: from + 1, Home: 0, End: last },
    ...{ PageUp: from - 10, PageDown: from + 10 },
  };
  const next = moves[key];
  return next === undefined || last < 0 ? null : Math.max(0, Math.min(next, last));
}

/** Where the steps lie, as shares of the element's width. */
export interface StepPlace {
  left: number;
  width: number;
  /** `points`: the first lies on the left edge and the last on the right one; `cells` fill the plot side by side. */
  kind: 'points' | 'cells';
}

/** The middle of a step as a share of the element's width. */
export function shareOf(at: number, { count }: Steps, { left, width, kind }: StepPlace): number {
  return left + width * (kind === 'cells' ? (at + 0.5) / Math.max(1, count) : at / Math.max(1, count - 1));
}

/** The step nearest to a share of the element's width. */
export function stepAtShare(share: number, { count }: Steps, { left, width, kind }: StepPlace): number {
  const x = (share - left) / width;
  const at = kind === 'cells' ? Math.floor(x * count) : Math.round(x * (count - 1));
  return Math.max(0, Math.min(at, count - 1));
}

/** Where a time lies between the steps, for what began in the middle of one; null = outside of what is shown. */
export function shareOfTime(timeMs: number, steps: Steps, place: StepPlace): number | null {
  const at = (timeMs - steps.startMs) / steps.stepMs;
  if (at < 0 || at >= steps.count) return null;
  // Points stand at the start of their step, cells fill theirs.
  const share =
    place.kind === 'cells' ? at / Math.max(1, steps.count) : Math.min(1, at / Math.max(1, steps.count - 1));
  return place.left + place.width * share;
}
