import type { IncidentActionName, IncidentState } from './incident.ts';

/**
 * What may be done in each state; the order is the order of buttons. Not in the list = `illegal-transition`.
 * An open incident may always be closed (a false report need not be sent a patrol), a closed one only noted upon or reopened.
 */
export const LEGAL_ACTIONS: Readonly<Record<IncidentState, readonly IncidentActionName[]>> = {
  new: ['acknowledge', 'claim', 'assign', 'status', 'escalate', 'note', 'close'],
  acknowledged: ['claim', 'assign', 'status', 'escalate', 'note', 'close'],
  assigned: ['status', 'claim', 'assign', 'escalate', 'note', 'close'],
  'on-scene': ['status', 'claim', 'assign', 'escalate', 'note', 'close'],
  mitigated: ['close', 'status', 'claim', 'assign', 'escalate', 'note'],
  closed: ['reopen', 'note'],
};

/**
 * Where `status` may go from each state. Steps may be skipped forward once somebody has acknowledged (a patrol may already be there),
 * and taken back one (stood down, sent elsewhere, flared up again). `closed` is reached by `close`, which asks for a reason.
 */
export const LEGAL_STATUS: Readonly<Record<IncidentState, readonly IncidentState[]>> = {
  new: ['acknowledged'],
  acknowledged: ['assigned', 'on-scene', 'mitigated'],
  assigned: ['on-scene', 'mitigated', 'acknowledged'],
  'on-scene': ['mitigated', 'assigned'],
  mitigated: ['on-scene'],
  closed: [],
};

/** The allowed acts of a state in words for a refusal and for buttons: `close`, `status:on-scene`, …. */
export function allowedActs(state: IncidentState): string[] {
  return LEGAL_ACTIONS[state].flatMap((action) =>
    action === 'status' ? LEGAL_STATUS[state].map((to) => `status:${to}`) : [action],
  );
}

/** True when `action` (for `status`: to `to`) may be done in `state`. */
export function isLegalAct(state: IncidentState, action: IncidentActionName, to?: IncidentState): boolean {
  if (!LEGAL_ACTIONS[state].includes(action)) return false;
  return action !== 'status' || (to !== undefined && LEGAL_STATUS[state].includes(to));
}
