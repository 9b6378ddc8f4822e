/**
 * One event in the life of a case of an administrative system (DESIGN.md 6). One case is many events of one `id`;
 * its current state is that of the greatest `tMs`. Identity: `(system, id, tMs, state)`.
 */
export interface CaseEvent {
  system: string;
  id: string;
  /** Event time, epoch milliseconds. */
  tMs: number;
  arrivalMs: number;
  /** Per system; see the README of the connected system. */
  state: string;
  procedure?: string;
  agency?: string;
  unit?: string;
  dueAtMs?: number;
  channel?: string;
  fee?: CaseFee;
  digitised?: boolean;
  satisfaction?: 1 | 2 | 3 | 4 | 5;
  /** Whatever else the system sent, as it came: may be personal, so it is kept sealed and shown to nobody by default. */
  sealed?: Readonly<Record<string, unknown>>;
}

export interface CaseFee {
  /** Vietnamese dong. */
  owedVnd: number;
  paidOnline: boolean;
}
