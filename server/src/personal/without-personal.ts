import type { CaseEvent, Report } from '@metropane/city';

/**
 * A fact as it may be kept where nothing is sealed, for who repairs what could not be stored: without what `sealReport` and
 * `sealCase` would have put into a box.
 */
export function withoutPersonal<F extends { readonly kind: string }>(fact: F): object {
  if (fact.kind === 'report') {
    const { contact, description, ...report } = (fact as unknown as { report: Report }).report;
    const isPersons = contact !== undefined;
    return { ...fact, report: isPersons || description === undefined ? report : { ...report, description } };
  }
  if (fact.kind === 'case') {
    const { sealed: _sealed, ...event } = (fact as unknown as { event: CaseEvent }).event;
    return { ...fact, event };
  }
  return fact;
}
