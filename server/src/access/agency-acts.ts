import { type Incident, isGivenTo } from '@metropane/incidents';

export type AgencyVerdict =
  | { readonly kind: 'allowed'; readonly action: Readonly<Record<string, unknown>> }
  /** For this agency there is no such incident. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'forbidden'; readonly message: string };

const ACTS: readonly string[] = ['answer', 'note', 'attach', 'sop-step'];

/**
 * What an agency's officer may do with an incident: answer for the own agency, note, attach, and confirm the steps that the
 * checklist gives to the own agency. The answer carries the agency's name, whatever was sent.
 */
export function agencyAct(
  agency: string,
  incident: Pick<Incident, 'assignments' | 'sop'> | null,
  action: Readonly<Record<string, unknown>>,
): AgencyVerdict {
  if (incident === null || !isGivenTo(incident, agency)) return { kind: 'unknown' };
  const act = action['action'];
  if (typeof act !== 'string' || !ACTS.includes(act))
    return { kind: 'forbidden', message: `an agency may ${ACTS.join(', ')}` };
  if (act === 'answer') {
    const { assignee = agency } = action;
    if (assignee !== agency) return { kind: 'forbidden', message: 'an agency answers for itself alone' };
    return { kind: 'allowed', action: { ...action, assignee } };
  }
  if (act === 'sop-step') {
    const step = incident.sop?.steps.find(({ id }) => id === action['step']);
    if (step !== undefined && (step.role !== 'agency' || step.agency !== agency))
      return { kind: 'forbidden', message: `the step ${step.id} is not of this agency` };
  }
  return { kind: 'allowed', action };
}
