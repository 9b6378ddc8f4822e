import { type CaseEvent, type Report, type ReportContact, reportSourceRule } from '@metropane/city';
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
 * wrote in free text. Title, category and place stay, for the fold lives on them and never needs a key.
 */
export function sealReport(report: Report, keys: Pick<PersonalKeys, 'seal'>): SealedReport {
  if (!isPersonal(report)) return { report };
  const { contact, description, ...open } = report;
  const fields: PersonalFields = {
    ...(contact === undefined ? {} : { contact }),
    ...(description === undefined ? {} : { description }),
  };
  return { report: open, sealed: keys.seal(reportRecord(report), fields) };
}

/**
 * Whether a report holds what may name a person: a contact, or words of the public, who name neighbours and doors in them whether they
 * leave a number or not. Devices and agencies write about things; what an emergency number notes its own people wrote to be acted on.
 */
export function isPersonal({ source, contact, description }: Report): boolean {
  if (contact !== undefined) return true;
  return description !== undefined && TOLD_BY_THE_PUBLIC.has(reportSourceRule(source).kind);
}

const TOLD_BY_THE_PUBLIC: ReadonlySet<string> = new Set(['public', 'hotline']);

/** Identity of the name that a file of an incident had where it came from. */
export function fileNameRecord(attachmentId: string, incidentId: string): string {
  return `attachment-name\0${attachmentId}\0${incidentId}`;
}

/** A case event with all that its system sent beyond the contract in a box: it may be anything. */
export function sealCase(
  event: CaseEvent,
  keys: Pick<PersonalKeys, 'seal'>,
): Omit<CaseEvent, 'sealed'> & { sealed?: Sealed } {
  const { sealed, ...open } = event;
  return sealed === undefined ? open : { ...open, sealed: keys.seal(caseRecord(event), sealed) };
}
