import type { CaseEvent, Report } from '@metropane/city';
import { isPersonal } from './seal-facts.ts';

/**
 * A fact as it may be kept where nothing is sealed, for who repairs what could not be stored: without what `sealReport` and
 * `sealCase` would have put into a box.
 */
export function withoutPersonal<F extends { readonly kind: string }>(fact: F): object {
  if (fact.kind === 'report') {
    const { report } = fact as unknown as { report: Report };
    if (!isPersonal(report)) return fact;
    const { contact: _contact, description: _description, ...open } = report;
    return { ...fact, report: open };
  }
  if (fact.kind === 'case') {
    const { sealed: _sealed, ...event } = (fact as unknown as { event: CaseEvent }).event;
    return { ...fact, event };
  }
  return fact;
}
