/**
 * Something that happened, told by a person, a camera or an agency. Identity: `(source, id)`.
 * Every accepted report opens or joins an incident.
 */
export interface Report {
  source: string;
  id: string;
  /** Event time, epoch milliseconds. */
  tMs: number;
  category: string;
  title: string;
  description?: string;
  /** 1 life safety · 2 major service · 3 local · 4 information. */
  severity?: 1 | 2 | 3 | 4;
  loc?: readonly [number, number];
  entity?: string;
  language?: string;
  /** `[source, id]` of earlier reports that this one updates or cancels (CAP references): it belongs to their incident. */
  amends?: readonly (readonly [source: string, id: string])[];
  /** Who can be asked back. Personal: sealed at the door, so neither the fold nor any screen ever has it. */
  contact?: ReportContact;
}

/** At least one of both. */
export interface ReportContact {
  name?: string;
  /** As the person wrote it. */
  phone?: string;
}
