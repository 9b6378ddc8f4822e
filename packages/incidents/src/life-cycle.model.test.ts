import fc from 'fast-check';
import { noteFigures } from '@metropane/testing';
import { expect, test } from 'vitest';
import { alarmCtx, alarmOf, FIRE_SOP, hashOf, place, REPORT_CTX, reportOf, T0 } from './incident-fixture.ts';
import { INCIDENT_STATES } from './incident.ts';
import { Incidents } from './incidents.ts';
import { EFFECTS } from './life-cycle-fixture.ts';
import type { Model } from './life-cycle-fixture.ts';

/**
 * The life cycle against a model that a person could keep on paper: state, revision, who is asked, what stands still. The model knows
 * nothing of the code: its table is written out here.
 */
const isFull = process.env['METROPANE_TEST_FULL'] === '1';
const RUNS = isFull ? 10_000 : 1_000;
const ID = 'SC-000001';
const STEP_MS = 20_000;

interface Real {
  incidents: Incidents;
}

class Act implements fc.Command<Model, Real> {
  readonly name: string;
  readonly arg: string;
  readonly actor: string;
  readonly isStale: boolean;

  constructor([name, arg, actor, isStale]: [string, string, string, boolean]) {
    this.name = name;
    this.arg = arg;
    this.actor = actor;
    this.isStale = isStale;
  }

  check(): boolean {
    return true;
  }

  run(model: Model, real: Real): void {
    runAct(this, model, real);
  }

  toString(): string {
    return `${this.actor}:${this.name}(${this.arg})${this.isStale ? ' stale' : ''}`;
  }
}

function runAct(act: Act, model: Model, { incidents }: Real): void {
  model.atMs += STEP_MS;
  incidents.tick(model.atMs);
  const { action, effect } = EFFECTS[act.name]!(act.arg);
  const expectedRevision = model.revision - (act.isStale ? 1 : 0);
  const ctx = { atMs: model.atMs, actor: act.actor, journalSeq: 1 };
  const before = hashOf(incidents);
  const outcome = incidents.applyAction(ID, { ...action, expectedRevision }, ctx);
  if (act.isStale) expect(outcome).toMatchObject({ ok: false, code: 'stale-revision' });
  else if (effect(model, act.actor)) {
    expect(outcome.ok, act.toString()).toBe(true);
    model.revision += 1;
    model.acts += 1;
    return agree(model, incidents);
  } else expect(outcome, act.toString()).toMatchObject({ ok: false, code: 'illegal-transition' });
  expect(hashOf(incidents)).toBe(before);
  agree(model, incidents);
}

/** Things that happen without a person: never a revision, always in the history. */
class Happen implements fc.Command<Model, Real> {
  readonly kind: 'report' | 'alarm' | 'time' | 'checkpoint';

  constructor(kind: 'report' | 'alarm' | 'time' | 'checkpoint') {
    this.kind = kind;
  }

  check({ state }: Readonly<Model>): boolean {
    return state !== 'closed' || this.kind === 'time' || this.kind === 'checkpoint';
  }

  run(model: Model, real: Real): void {
    model.atMs += STEP_MS;
    if (this.kind === 'time') real.incidents.tick((model.atMs += 40 * 60_000));
    if (this.kind === 'checkpoint') real.incidents = restored(real.incidents);
    if (this.kind === 'report') {
      model.reports += 1;
      const report = reportOf({
        id: `r${model.reports}`,
        category: 'flood',
        loc: place(20, 0),
        entity: 'street',
      });
      real.incidents.applyReport(report, { ...REPORT_CTX, atMs: model.atMs });
    }
    if (this.kind === 'alarm') {
      model.alarms += 1;
      const alarm = alarmOf({
        key: 'flood/street',
        entity: 'street',
        category: 'flood',
        priority: 4,
        onsetMs: model.atMs,
      });
      real.incidents.applyAlarm({ ...alarm, id: `a${model.alarms}` }, alarmCtx({ atMs: model.atMs }));
    }
    agree(model, real.incidents);
  }

  toString(): string {
    return this.kind;
  }
}

function restored(incidents: Incidents): Incidents {
  const again = new Incidents();
  again.configure({ sops: [{ ...FIRE_SOP, categories: ['flood'] }] });
  again.restore(JSON.parse(JSON.stringify(incidents.snapshot())) as ReturnType<Incidents['snapshot']>);
  expect(hashOf(again)).toBe(hashOf(incidents));
  return again;
}

function agree(model: Model, incidents: Incidents): void {
  expect(incidents.size).toBe(1);
  const incident = incidents.get(ID)!;
  const { state, revision, priority, reports, alarmsJoined = 0 } = incident;
  expect({ state, revision, priority, reports, alarmsJoined }).toEqual({
    state: model.state,
    revision: model.revision,
    priority: model.priority,
    reports: model.reports,
    alarmsJoined: model.alarms,
  });
  expect(incident.acknowledgedAtMs !== undefined).toBe(model.isAcknowledged);
  expect(incident.pauses?.at(-1)?.toMs === undefined && incident.pauses !== undefined).toBe(model.isPaused);
  const open = (incident.assignments ?? []).filter(({ state: asked }) =>
    ['waiting', 'accepted', 'on-scene'].includes(asked),
  );
  expect(Object.fromEntries(open.map((each) => [each.assignee, each.state]))).toEqual(
    Object.fromEntries(model.asked),
  );
  const { items } = incidents.timeline(ID)!;
  expect(
    items.filter(({ journalSeq, kind }) => journalSeq > 0 && kind !== 'report' && kind !== 'opened').length,
  ).toBe(model.acts);
  // The history is in order, and every mark of lateness is there once.
  items.forEach((item, n) => expect(item.atMs).toBeGreaterThanOrEqual(items[n - 1]?.atMs ?? 0));
  const told = (incident.escalations ?? []).filter(
    ({ level, reason }) => level > 0 && reason !== 'agency-silent',
  );
  const restarts = items.filter(({ kind }) => kind === 'reopen').length + 1;
  for (const reason of ['acknowledged', 'routed', 'on-scene', 'mitigated', 'closed']) {
    const once = told.filter((each) => each.reason === reason && each.level === 1).length;
    expect(once, reason).toBeLessThanOrEqual(reason === 'acknowledged' ? 1 : restarts);
  }
}

const args: Readonly<Record<string, readonly string[]>> = {
  status: INCIDENT_STATES,
  step: ['dispatch', 'power', 'report', 'none'],
};
const acts = fc
  .tuple(
    fc.constantFrom(...Object.keys(EFFECTS), 'assign', 'status', 'arrive', 'step'),
    fc.nat({ max: 5 }),
    fc.constantFrom('An', 'Bình'),
    fc.nat({ max: 9 }),
  )
  .map(([name, n, actor, stale]) => {
    const choices = args[name] ?? ['pccc', 'cc115'];
    return new Act([name, choices[n % choices.length]!, actor, stale === 0]);
  });
const happen = fc
  .constantFrom('report', 'alarm', 'time', 'checkpoint')
  .map((kind) => new Happen(kind as Happen['kind']));

test('[I3] any life of an incident follows the model: state, revision, requests, pauses, history', () => {
  let commands = 0;
  fc.assert(
    fc.property(fc.commands([acts, acts, acts, happen], { maxCommands: 40 }), (run) => {
      const incidents = new Incidents();
      incidents.configure({ sops: [{ ...FIRE_SOP, categories: ['flood'] }] });
      const first = reportOf({ id: 'r1', category: 'flood', loc: place(0, 0), entity: 'street' });
      incidents.applyReport(first, REPORT_CTX);
      const model: Model = {
        state: 'new',
        revision: 1,
        isPaused: false,
        priority: 3,
        asked: new Map(),
        acts: 0,
        reports: 1,
        alarms: 0,
        atMs: T0,
        isAcknowledged: false,
        steps: new Map(FIRE_SOP.steps.map(({ id }) => [id, []])),
      };
      fc.modelRun(() => ({ model, real: { incidents } }), run);
      commands += 1;
    }),
    { numRuns: RUNS },
  );
  noteFigures('incident life cycle against its model', { sequences: commands });
}, 600_000);
