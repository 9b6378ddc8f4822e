/** Bounds of the embedded broker's door. Every one has a test or a reason beside it. */
export interface GuardLimits {
  /** Whole packet, header included, before sign-in. */
  readonly maxPacketBytesBeforeSignIn: number;
  /** Whole packet after sign-in. */
  readonly maxPacketBytes: number;
  /** A payload above this is refused `oversize` without cutting the connection. */
  readonly maxPayloadBytes: number;
  /** From the accepted socket to the finished sign-in. */
  readonly connectTimeoutMs: number;
  readonly maxConnections: number;
  readonly maxConnectionsPerIp: number;
  /** Not signed in yet, of one address: half-open connections cost a socket each. */
  readonly maxPendingPerIp: number;
  /** QoS 1 and 2 messages of one client that the sink has not acknowledged; then its socket is not read. */
  readonly maxUnacked: number;
  /** Time that a subscriber may take to drain its socket before it is cut. */
  readonly drainTimeoutMs: number;
  /** Copies on their way to subscribers; above it slow subscribers are cut rather than the ingest held. */
  readonly maxMirrorMessages: number;
  readonly maxRetainedTopics: number;
  readonly heartbeatMs: number;
  /** Beats missed in a row before the broker inside is replaced. */
  readonly maxMissedBeats: number;
}

export const DEFAULT_GUARD_LIMITS: GuardLimits = {
  maxPacketBytesBeforeSignIn: 64 * 1_024,
  maxPacketBytes: 4 * 1_024 * 1_024,
  maxPayloadBytes: 1_024 * 1_024,
  connectTimeoutMs: 5_000,
  maxConnections: 10_000,
  maxConnectionsPerIp: 5_000,
  maxPendingPerIp: 256,
  maxUnacked: 1_000,
  drainTimeoutMs: 2_000,
  maxMirrorMessages: 20_000,
  maxRetainedTopics: 100_000,
  heartbeatMs: 1_000,
  maxMissedBeats: 5,
};

/** Dead letters keep this much of a payload, so no more of a refused one is handed on. */
export const REFUSED_PAYLOAD_BYTES = 64 * 1_024;
