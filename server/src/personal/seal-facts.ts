import type { CaseEvent, Report, ReportContact } from '@metropane/city';
import type { PersonalKeys, Sealed } from './personal-keys.ts';

/** What of a report is personal, as it is sealed and opened. */
export interface PersonalFields {
  readonly contact?: ReportContact;
  readonly description?: string;
}

/** A report as journal and fold have it, with the box beside it. */
export interface SealedReport {
  readonly report: Report;
  readonly sealed?: Sealed;
}

/** Identity of a report: its dedup key in the journal, and what its box is bound to. */
export function reportRecord({ source, id }: Pick<Report, 'source' | 'id'>): string {
  return `report\0${source}\0${id}`;
}

/** Identity of a case event, as `reportRecord`. */
export function caseRecord({ system, id, tMs, state }: CaseEvent): string {
  return `case\0${system}\0${id}\0${tMs}\0${state}`;
}

/**
 * Takes out of a report what may name or reach a person, before anything is written: the contact, and with it what that person
 * wrote in free text. Title, category and place stay, for the fold lives on them and never needs a key. A report without a
 * contact is of a device or an agency and stays as it is.
 */
export function sealReport(report: Report, keys: Pick<PersonalKeys, 'seal'>): SealedReport {
  const { contact, description, ...open } = report;
  if (contact === undefined) return { report };
  const fields: PersonalFields = { contact, ...(description === undefined ? {} : { description }) };
  return { report: open, sealed: keys.seal(reportRecord(report), fields) };
}

/** A case event with all that its system sent beyond the contract in a box: it may be anything. */
export function sealCase(
  event: CaseEvent,
  keys: Pick<PersonalKeys, 'seal'>,
): Omit<CaseEvent, 'sealed'> & { sealed?: Sealed } {
  const { sealed, ...open } = event;
  return sealed === undefined ? open : { ...open, sealed: keys.seal(caseRecord(event), sealed) };
}
