/** Where processing time comes from. Injected everywhere, so that a test or a replay decides what time it is. */
export interface Clock {
  /** Milliseconds since the Unix epoch, UTC. May step backwards: users that need monotone time take the maximum themselves. */
  nowMs(): number;
}
