/** The next capacity of a growing column: a quarter more, so that memory stays near what is used and copying stays amortised. */
export function nextCapacity(capacity: number, atLeast: number): number {
  return Math.max(atLeast, 16, Math.ceil(capacity * 1.25));
}
