import type { PersonalKeys, Sealed } from './personal-keys.ts';
import { fileNameRecord, type PersonalFields, reportRecord } from './seal-facts.ts';

/** What is known of the person behind one report. `erased`: the key was deleted. `damaged`: the box cannot be opened, tell who repairs it. */
export interface PersonalOfReport extends PersonalFields {
  readonly source: string;
  readonly id: string;
  readonly status: 'open' | 'erased' | 'damaged';
}

/** The personal fields behind journal entries; entries that are no report, or of which nothing is sealed, are passed over. */
export function readPersonal(
  entries: readonly { readonly kind: string; readonly body: string }[],
  keys: Pick<PersonalKeys, 'open'>,
): PersonalOfReport[] {
  return entries.flatMap(({ kind, body }) => {
    if (kind !== 'report') return [];
    const { report, sealed } = JSON.parse(body) as {
      report: { source: string; id: string };
      sealed?: Sealed;
    };
    if (sealed === undefined) return [];
    const { source, id } = report;
    const opened = keys.open(reportRecord(report), sealed);
    const fields = opened.status === 'open' ? (opened.value as PersonalFields) : {};
    return [{ source, id, status: opened.status, ...fields }];
  });
}

/** The name that a file had where it came from. */
export interface FileNameOf {
  readonly attachment: string;
  readonly status: 'open' | 'erased' | 'damaged';
  readonly name?: string;
}

/** The sealed names of files behind `attachment-name` entries. */
export function readFileNames(
  entries: readonly { readonly body: string }[],
  keys: Pick<PersonalKeys, 'open'>,
): FileNameOf[] {
  return entries.map(({ body }) => {
    const { attachment, incidentId, sealed } = JSON.parse(body) as {
      attachment: string;
      incidentId: string;
      sealed: Sealed;
    };
    const opened = keys.open(fileNameRecord(attachment, incidentId), sealed);
    if (opened.status !== 'open') return { attachment, status: opened.status };
    return { attachment, status: 'open', name: (opened.value as { name: string }).name };
  });
}
