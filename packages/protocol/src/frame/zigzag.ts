/** 0, -1, 1, -2, … as 0, 1, 2, 3, …; not with shifts, which would cut at 32 bits. */
export function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value;
}

export function unzigzag(code: number): number {
  return code % 2 === 1 ? -(code + 1) / 2 : code / 2;
}
