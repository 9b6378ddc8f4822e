/** One way out. `send` never rejects: what goes wrong outside is an answer. */
export interface Channel {
  send(message: SentMessage): Promise<SendOutcome>;
  close(): Promise<void>;
}

export interface SentMessage {
  /** The same at every attempt. */
  id: string;
  event: string;
  incidentId: string | null;
  alarmId: string | null;
  /** `OutMessage` as JSON. */
  body: string;
}

export type SendOutcome =
  | { isSent: true; answer: string }
  /** `isFinal`: trying again is pointless. `waitMs`: the receiver asked not to be asked before. */
  | { isSent: false; answer: string; isFinal?: boolean; waitMs?: number };
