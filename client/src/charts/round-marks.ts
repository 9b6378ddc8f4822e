/** About `most` round numbers inside the range: steps of 1, 2, 2.5 or 5 times a power of ten. */
export function roundMarks(low: number, high: number, most: number): number[] {
  if (!(high > low)) return [low];
  const rough = (high - low) / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step =
    [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((each) => each >= rough * 0.8) ?? power * 10;
  const marks: number[] = [];
  for (let at = Math.ceil(low / step); at * step <= high + step * 1e-9; at++)
    marks.push(Number((at * step).toPrecision(12)));
  return marks;
}
