import { expect, test } from 'vitest';
import { applyAction, isOnTwo } from './apply-action.ts';
import { INCIDENT_ACTIONS, INCIDENT_STATES } from './incident.ts';
import type { Incident, IncidentActionName, IncidentState } from './incident.ts';
import { allowedActs, allowedActsOf, isLegalAct, LEGAL_ACTIONS, LEGAL_STATUS } from './transitions.ts';

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
    'set-seriousness': 'new',
    'set-title': 'new',
    'sop-step': 'acknowledged',
    attach: 'new',
    link: 'new',
    merge: 'closed',
    split: 'new',
    'move-alarm': 'new',
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
    'set-seriousness': 'acknowledged',
    'set-title': 'acknowledged',
    'sop-step': 'acknowledged',
    attach: 'acknowledged',
    link: 'acknowledged',
    merge: 'closed',
    split: 'acknowledged',
    'move-alarm': 'acknowledged',
    pause: 'acknowledged',
    resume: 'acknowledged',
    answer: 'on-scene',
    withdraw: 'acknowledged',
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
    'set-seriousness': 'assigned',
    'set-title': 'assigned',
    'sop-step': 'assigned',
    attach: 'assigned',
    link: 'assigned',
    merge: 'closed',
    split: 'assigned',
    'move-alarm': 'assigned',
    pause: 'assigned',
    resume: 'assigned',
    answer: 'on-scene',
    withdraw: 'acknowledged',
  },
  'on-scene': {
    claim: 'on-scene',
    assign: 'on-scene',
    note: 'on-scene',
    escalate: 'on-scene',
    close: 'closed',
    'status:assigned': 'assigned',
    'status:mitigated': 'mitigated',
    'set-seriousness': 'on-scene',
    'set-title': 'on-scene',
    'sop-step': 'on-scene',
    attach: 'on-scene',
    link: 'on-scene',
    merge: 'closed',
    split: 'on-scene',
    'move-alarm': 'on-scene',
    pause: 'on-scene',
    resume: 'on-scene',
    answer: 'on-scene',
    withdraw: 'on-scene',
  },
  mitigated: {
    claim: 'mitigated',
    assign: 'mitigated',
    note: 'mitigated',
    escalate: 'mitigated',
    close: 'closed',
    'status:on-scene': 'on-scene',
    'set-seriousness': 'mitigated',
    'set-title': 'mitigated',
    'sop-step': 'mitigated',
    attach: 'mitigated',
    link: 'mitigated',
    merge: 'closed',
    split: 'mitigated',
    'move-alarm': 'mitigated',
    pause: 'mitigated',
    resume: 'mitigated',
    answer: 'mitigated',
    withdraw: 'mitigated',
  },
  closed: { note: 'closed', reopen: 'acknowledged', attach: 'closed', link: 'closed' },
};

function incidentIn(state: IncidentState, action?: IncidentActionName): Incident {
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
    // Whatever an act may need is there, so that only the state decides.
    assignments: [{ assignee: 'Đội 1', state: 'waiting', by: 'An', askedAtMs: 1, changedAtMs: 1 }],
    sop: { sop: 'fire', name: NAME, steps: [{ ...STEP, id: 'verify', state: 'open', confirmed: [] }] },
    pauses: action === 'resume' ? [{ reason: 'weather', by: 'An', fromMs: 1 }] : [],
  };
}

const NAME = { vi: 'Cháy', en: 'Fire' };
const STEP = { text: NAME, role: 'operator', isTwoPerson: false } as const;
const FILE = { id: 'f1', name: 'anh.jpg', type: 'image/jpeg', bytes: 10, sha256: 'a'.repeat(64) };

/** What each act needs to be well-formed. */
function fieldsOf(action: IncidentActionName): object {
  switch (action) {
    case 'pause':
      return { reason: 'weather' };
    case 'answer':
    case 'withdraw':
      return { assignee: 'Đội 1', answer: 'on-scene', reason: 'nhầm' };
    case 'set-seriousness':
      return { severity: 3, urgency: 'within-hour' };
    default:
      return {
        assignee: 'Đội 3',
        text: 'đã gọi',
        reason: 'báo nhầm',
        title: 'Cháy nhà',
        step: 'verify',
        outcome: 'done',
        attachment: FILE,
        target: 'SC-000002',
        kind: 'related',
        alarmId: 'a',
        alarms: ['a'],
      };
  }
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

test.each(INCIDENT_STATES)('[I1] every act on an incident that is %s does what the table says', (state) => {
  for (const { action, to, name } of attempts()) {
    // Acts on two incidents need a store: `acts-on-two.test.ts`.
    if (isOnTwo({ action, expectedRevision: 3 })) continue;
    const act = { action, expectedRevision: 3, ...fieldsOf(action), to };
    const outcome = applyAction(incidentIn(state, action), act, CTX);
    const after = EXPECTED[state][name];
    if (after === undefined) {
      expect(outcome, `${state} ${name}`).toMatchObject({ ok: false, code: 'illegal-transition' });
      expect(!outcome.ok && outcome.allowed, `${state} ${name}`).toEqual(
        allowedActsOf(incidentIn(state, action)),
      );
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
