/**
 * How long a test waits for something that was promised within `ms`. A machine that runs a whole battery beside it is no measure of a
 * promise in seconds: five times as long is still far from never. `METROPANE_TEST_TIMED=1`, on a quiet machine, asks for the promise.
 */
export function promisedMs(ms: number): number {
  return process.env['METROPANE_TEST_TIMED'] === '1' ? ms : 5 * ms;
}
