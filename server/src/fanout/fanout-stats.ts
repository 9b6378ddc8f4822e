/** Figures of fan-out, cumulative since the start where they are counts. */
export interface FanoutStats {
  epoch: number;
  seq: number;
  clients: number;
  /** Clients that wait for their credit. */
  behind: number;
  /** Distinct interests being served. */
  rooms: number;
  /** Channel parts encoded for broadcasts: at most one per channel, publish and audience. */
  encodings: number;
  /** Channel parts encoded for snapshots and merged diffs, shared within one publish. */
  catchUpEncodings: number;
  /** Socket.IO broadcasts: at most one per interest and publish. */
  broadcasts: number;
  /** Frames sent, once per client. */
  frames: number;
  frameBytes: number;
  mergedFrames: number;
  snapshots: number;
  ringDiffs: number;
  ringBytes: number;
  /** Connections that the server ended, by error code. */
  cuts: Record<string, number>;
  /** Walls and other named screens: how far each was sent and when it last painted (its own word). */
  screens: { room: string; screen: string; seq: number; paintedMs?: number; lastCreditMs?: number }[];
}
