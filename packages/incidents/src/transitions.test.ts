import { expect, test } from 'vitest';
import { applyAction } from './apply-action.ts';
import { INCIDENT_ACTIONS, INCIDENT_STATES } from './incident.ts';
import type { Incident, IncidentActionName, IncidentState } from './incident.ts';
import { allowedActs, isLegalAct, LEGAL_ACTIONS, LEGAL_STATUS } from './transitions.ts';

const CTX = { atMs: 2_000, actor: 'An', journalSeq: 9 };

/** The whole machine, written out once by hand: action by state to the state after it; absent = refused. */
const EXPECTED: Record<IncidentState, Partial<Record<string, IncidentState>>> = {
  new: {
    acknowledge: 'acknowledged',
    claim: 'acknowledged',
    assign: 'assigned',
    note: 'new',
    escalate: 'new',
    close: 'closed',
    'status:acknowledged': 'acknowledged',
  },
  acknowledged: {
    claim: 'acknowledged',
    assign: 'assigned',
    note: 'acknowledged',
    escalate: 'acknowledged',
    close: 'closed',
    'status:assigned': 'assigned',
    'status:on-scene': 'on-scene',
    'status:mitigated': 'mitigated',
  },
  assigned: {
    claim: 'assigned',
    assign: 'assigned',
    note: 'assigned',
    escalate: 'assigned',
    close: 'closed',
    'status:acknowledged': 'acknowledged',
    'status:on-scene': 'on-scene',
    'status:mitigated': 'mitigated',
  },
  'on-scene': {
    claim: 'on-scene',
    assign: 'on-scene',
    note: 'on-scene',
    escalate: 'on-scene',
    close: 'closed',
    'status:assigned': 'assigned',
    'status:mitigated': 'mitigated',
  },
  mitigated: {
    claim: 'mitigated',
    assign: 'mitigated',
    note: 'mitigated',
    escalate: 'mitigated',
    close: 'closed',
    'status:on-scene': 'on-scene',
  },
  closed: { note: 'closed', reopen: 'acknowledged' },
};

function incidentIn(state: IncidentState): Incident {
  return {
    id: 'SC-000001',
    revision: 3,
    priority: 3,
    state,
    category: 'fire',
    title: 'Cháy',
    source: 'test',
    reports: 1,
    openedAtMs: 1_000,
    knownAtMs: 1_000,
    updatedAtMs: 1_000,
    simulated: false,
    ...(state === 'closed' ? { closedAtMs: 1_500 } : {}),
  };
}

interface Attempt {
  action: IncidentActionName;
  to?: IncidentState;
  name: string;
}

function attempts(): Attempt[] {
  return INCIDENT_ACTIONS.flatMap((action): Attempt[] =>
    action === 'status'
      ? INCIDENT_STATES.map((to) => ({ action, to, name: `status:${to}` }))
      : [{ action, name: action }],
  );
}

test.each(INCIDENT_STATES)('every act on an incident that is %s does what the table says', (state) => {
  for (const { action, to, name } of attempts()) {
    const fields = { assignee: 'Đội 3', text: 'đã gọi', reason: 'báo nhầm', to };
    const outcome = applyAction(incidentIn(state), { action, expectedRevision: 3, ...fields }, CTX);
    const after = EXPECTED[state][name];
    if (after === undefined) {
      expect(outcome, `${state} ${name}`).toMatchObject({ ok: false, code: 'illegal-transition' });
      expect(!outcome.ok && outcome.allowed, `${state} ${name}`).toEqual(allowedActs(state));
      continue;
    }
    expect(outcome.ok, `${state} ${name}`).toBe(true);
    if (!outcome.ok) continue;
    expect(outcome.value.incident.state, `${state} ${name}`).toBe(after);
    expect(outcome.value.incident.revision).toBe(4);
    expect(outcome.value.incident.updatedAtMs).toBe(2_000);
    expect('closedAtMs' in outcome.value.incident, `${state} ${name}`).toBe(after === 'closed');
    expect(outcome.value.timelineItem).toMatchObject({
      kind: action,
      atMs: 2_000,
      actor: 'An',
      journalSeq: 9,
    });
  }
});

test('the exported tables and the machine say the same', () => {
  for (const state of INCIDENT_STATES) {
    expect(new Set(allowedActs(state))).toEqual(new Set(Object.keys(EXPECTED[state])));
    for (const { action, to, name } of attempts()) {
      expect(isLegalAct(state, action, to), `${state} ${name}`).toBe(EXPECTED[state][name] !== undefined);
    }
  }
});

test('from every state the incident can be closed, and a closed one reopened', () => {
  for (const state of INCIDENT_STATES) {
    expect(LEGAL_ACTIONS[state].includes('close')).toBe(state !== 'closed');
    expect(LEGAL_ACTIONS[state].includes('reopen')).toBe(state === 'closed');
    expect(LEGAL_STATUS[state].includes('closed')).toBe(false);
  }
});
