import { addMod128, CanonicalWriter, toHex128, ZERO_HASH128 } from '@metropane/base';
import type { Report } from '@metropane/city';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { INCIDENT_ACTIONS, INCIDENT_STATES } from './incident.ts';
import { Incidents } from './incidents.ts';
import { isLegalAct } from './transitions.ts';

const LIMITS = { keepClosed: 3, keepOutcomes: 4, keepReportItems: 5 };

/** Acts on two incidents move reports between the books: `life-cycle.property.test.ts`. */
const ACTS = INCIDENT_ACTIONS.filter((action) => !['merge', 'split', 'move-alarm', 'link'].includes(action));

const place = fc.constantFrom(
  [106.7, 10.77] as const,
  [106.7004, 10.7703] as const,
  [106.71, 10.78] as const,
  undefined,
);
const reportStep = fc.record({
  step: fc.constant('report' as const),
  id: fc.integer({ min: 0, max: 25 }),
  tMs: fc.integer({ min: 0, max: 90 * 60_000 }),
  category: fc.constantFrom('fire', 'flood'),
  severity: fc.constantFrom(1, 2, 3, 4, undefined),
  loc: place,
  entity: fc.constantFrom('gauge-1', 'gauge-2', undefined),
});
const actStep = fc.record({
  step: fc.constant('act' as const),
  number: fc.integer({ min: 1, max: 6 }),
  action: fc.constantFrom(...ACTS),
  to: fc.constantFrom(...INCIDENT_STATES),
  staleBy: fc.constantFrom(0, 0, 0, 0, 1),
  actionId: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', undefined),
});
const steps = fc.array(fc.oneof(reportStep, actStep, actStep), { maxLength: 80 });
type Step = typeof steps extends fc.Arbitrary<(infer S)[]> ? S : never;

/** What a person would keep on paper: enough to say what the store must answer. */
class Model {
  readonly revisions = new Map<string, number>();
  readonly reportsSeen = new Map<string, number>();
  readonly outcomes = new Map<string, Map<string, unknown>>();
}

function toReport(step: Extract<Step, { step: 'report' }>): Report {
  const { id, tMs, category, severity, loc, entity } = step;
  return {
    source: 'test',
    id: String(id),
    tMs,
    category,
    title: `báo ${id}`,
    ...(severity === undefined ? {} : { severity }),
    ...(loc === undefined ? {} : { loc }),
    ...(entity === undefined ? {} : { entity }),
  };
}

const FIELDS = {
  text: 'ghi chú',
  reason: 'xong',
  assignee: 'Đội 1',
  answer: 'accepted',
  severity: 2,
  urgency: 'immediate',
  title: 'Cháy lớn',
  step: 'verify',
  outcome: 'done',
  attachment: { id: 'f', name: 'a.jpg', type: 'image/jpeg', bytes: 1, sha256: '0'.repeat(64) },
};

function play(incidents: Incidents, step: Step, at: number): unknown {
  if (step.step === 'report') {
    return incidents.applyReport(toReport(step), {
      atMs: at,
      journalSeq: at,
      actor: 'test',
      simulated: false,
    });
  }
  const id = `SC-${String(step.number).padStart(6, '0')}`;
  const expectedRevision = Math.max(0, (incidents.get(id)?.revision ?? 1) - step.staleBy);
  const { action, to, actionId } = step;
  const fields = {
    ...FIELDS,
    ...(action === 'pause' ? { reason: 'weather' } : {}),
    ...(actionId ? { actionId } : {}),
  };
  return incidents.applyAction(
    id,
    { action, to, expectedRevision, ...fields },
    { atMs: at, actor: 'An', journalSeq: at },
  );
}

function hashOf(incidents: Incidents): string {
  const writer = new CanonicalWriter();
  let sum = ZERO_HASH128;
  incidents.forEachCanonical((key, fill) => {
    writer.reset().string(key);
    fill(writer);
    sum = addMod128(sum, writer.hash());
  });
  return toHex128(sum);
}

test('any run of reports and acts keeps the books of a model', () => {
  fc.assert(
    fc.property(steps, (run) => {
      const incidents = new Incidents(LIMITS);
      const model = new Model();
      run.forEach((step, index) => checkStep(incidents, model, [step, index + 1]));
      const closed = [...incidents.values()].filter((incident) => incident.state === 'closed');
      expect(closed.length).toBeLessThanOrEqual(LIMITS.keepClosed);
      expect(incidents.openCount).toBe(incidents.size - closed.length);
    }),
    { numRuns: 300 },
  );
});

function checkStep(incidents: Incidents, model: Model, [step, at]: [Step, number]): void {
  const before = new Map([...incidents.values()].map((incident) => [incident.id, incident]));
  const outcome = play(incidents, step, at);
  if (step.step === 'report') checkReport(incidents, model, outcome as ReturnType<Incidents['applyReport']>);
  else checkAct(incidents, { step, before, model, outcome: outcome as ReturnType<Incidents['applyAction']> });
  for (const incident of incidents.values()) {
    const revision = model.revisions.get(incident.id) ?? 1;
    expect(incident.revision).toBe(revision);
    expect(incident.reports).toBe(model.reportsSeen.get(incident.id));
    expect(incident.acknowledgedAtMs === undefined && incident.state !== 'closed').toBe(
      incident.state === 'new',
    );
    const items = incidents.timeline(incident.id)!.items;
    expect(items.filter((item) => item.kind !== 'opened' && item.kind !== 'report').length).toBe(
      revision - 1,
    );
  }
}

function checkReport(
  incidents: Incidents,
  model: Model,
  outcome: ReturnType<Incidents['applyReport']>,
): void {
  const { id } = outcome.incident;
  if (outcome.kind !== 'duplicate') model.reportsSeen.set(id, (model.reportsSeen.get(id) ?? 0) + 1);
  expect(outcome.kind === 'opened').toBe(model.reportsSeen.get(id) === 1 && outcome.kind !== 'duplicate');
  expect(incidents.get(id)).toBe(outcome.incident);
}

/** Acts that the state allows and the rest of the incident may still refuse. */
const ASKS_MORE: ReadonlySet<string> = new Set([
  'escalate',
  'assign',
  'answer',
  'withdraw',
  'pause',
  'resume',
  'sop-step',
  'attach',
]);

function checkAct(
  incidents: Incidents,
  {
    step,
    before,
    model,
    outcome,
  }: {
    step: Extract<Step, { step: 'act' }>;
    before: Map<string, ReturnType<Incidents['get']>>;
    model: Model;
    outcome: ReturnType<Incidents['applyAction']>;
  },
): void {
  const id = `SC-${String(step.number).padStart(6, '0')}`;
  const old = before.get(id);
  if (old === undefined) return expect(outcome).toMatchObject({ ok: false, code: 'no-incident' });
  const known = step.actionId === undefined ? undefined : model.outcomes.get(id)?.get(step.actionId);
  expect(outcome.isRepeat).toBe(known !== undefined);
  if (outcome.isRepeat) {
    const { isRepeat: _, evicted: __, ...first } = outcome;
    expect(first).toEqual(known);
    expect(incidents.get(id)).toBe(old);
    return;
  }
  if (step.actionId !== undefined) {
    const { isRepeat: _, evicted: __, ...first } = outcome;
    const outcomes = model.outcomes.get(id) ?? new Map<string, unknown>();
    model.outcomes.set(id, outcomes.set(step.actionId, first));
    const [oldest] = outcomes.keys();
    if (outcomes.size > LIMITS.keepOutcomes) outcomes.delete(oldest!);
  }
  if (step.staleBy > 0) expect(outcome).toMatchObject({ ok: false, code: 'stale-revision' });
  else if (!outcome.ok) {
    expect(outcome.code).toBe('illegal-transition');
    const isByState = !isLegalAct(old.state, step.action, step.to);
    expect(isByState || ASKS_MORE.has(step.action)).toBe(true);
  } else {
    expect(isLegalAct(old.state, step.action, step.to)).toBe(true);
    model.revisions.set(id, old.revision + 1);
  }
}

test('[I25] the same run gives the same hash, also when it is cut by a checkpoint', () => {
  fc.assert(
    fc.property(steps, fc.nat(), (run, cut) => {
      const whole = new Incidents(LIMITS);
      let resumed = new Incidents(LIMITS);
      const at = run.length === 0 ? 0 : cut % run.length;
      run.forEach((step, index) => {
        if (index === at) {
          const checkpoint: unknown = JSON.parse(JSON.stringify(resumed.snapshot()));
          resumed = new Incidents(LIMITS);
          resumed.restore(checkpoint as ReturnType<Incidents['snapshot']>);
        }
        const one = play(whole, step, index);
        expect(play(resumed, step, index)).toEqual(one);
        expect(hashOf(resumed)).toBe(hashOf(whole));
      });
    }),
    { numRuns: 200 },
  );
});

test('the hash covers what decides later joins, acts and numbers', () => {
  const ctx = { atMs: 1, journalSeq: 1, actor: 's', simulated: false };
  const hashAfter = (lastMs: number, actionId: string, id = 'b'): string => {
    const incidents = new Incidents();
    const report = { source: 's', category: 'fire', title: 'x', loc: [106.7, 10.7] as const };
    incidents.applyReport({ ...report, id: 'a', tMs: 0 }, ctx);
    incidents.applyReport({ ...report, id, tMs: lastMs }, ctx);
    incidents.applyAction('SC-000001', { action: 'note', text: 'x', expectedRevision: 1, actionId }, ctx);
    return hashOf(incidents);
  };
  const hashes = [hashAfter(10, 'k'), hashAfter(20, 'k'), hashAfter(10, 'l'), hashAfter(10, 'k', 'c')];
  expect(new Set(hashes).size).toBe(4);
  expect(hashAfter(10, 'k')).toBe(hashes[0]);
});

test('deciding does not act', () => {
  fc.assert(
    fc.property(steps, actStep, (run, act) => {
      const incidents = new Incidents(LIMITS);
      run.forEach((step, index) => play(incidents, step, index));
      const before = hashOf(incidents);
      const id = `SC-${String(act.number).padStart(6, '0')}`;
      const ctx = { atMs: 1, actor: 'An', journalSeq: 1 };
      const action = { ...act, expectedRevision: incidents.get(id)?.revision ?? 1, reason: 'x', text: 'y' };
      const decided = incidents.decideAction(id, action, ctx);
      expect(hashOf(incidents)).toBe(before);
      const { evicted: _, ...done } = incidents.applyAction(id, action, ctx);
      expect(done).toEqual(decided);
    }),
    { numRuns: 100 },
  );
});

test('[I4] a flood of reports from one place stays one incident with a bounded timeline and a true count', () => {
  const incidents = new Incidents({ keepReportItems: 100 });
  for (let i = 0; i < 5_000; i++) {
    const report: Report = {
      source: 's',
      id: String(i),
      tMs: i,
      category: 'fire',
      title: 'x',
      loc: [106.7, 10.7],
    };
    incidents.applyReport(report, { atMs: i, journalSeq: i, actor: 's', simulated: false });
  }
  expect(incidents.size).toBe(1);
  expect(incidents.get('SC-000001')!.reports).toBe(5_000);
  expect(incidents.timeline('SC-000001')!.items.length).toBe(101);
});

test('a forgotten incident leaves nothing behind and is named', () => {
  const incidents = new Incidents({ keepClosed: 1 });
  const ctx = { atMs: 1, journalSeq: 1, actor: 's', simulated: false };
  const told = (id: string): Report => ({ source: 's', id, tMs: 1, category: 'fire', title: 'x' });
  incidents.applyReport(told('1'), ctx);
  incidents.applyReport(told('2'), ctx);
  const close = { action: 'close', reason: 'x', expectedRevision: 1 };
  expect(incidents.applyAction('SC-000001', close, ctx).evicted).toEqual([]);
  expect(incidents.applyAction('SC-000002', close, ctx).evicted).toEqual(['SC-000001']);
  expect(incidents.get('SC-000001')).toBeUndefined();
  expect(incidents.applyReport(told('1'), ctx)).toMatchObject({
    kind: 'opened',
    incident: { id: 'SC-000003' },
  });
});
