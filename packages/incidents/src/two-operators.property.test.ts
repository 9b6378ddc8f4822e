import type { Rng } from '@metropane/base';
import { forSeeds, noteFigures } from '@metropane/testing';
import { expect, test } from 'vitest';
import {
  alarmCtx,
  alarmOf,
  BEN_THANH,
  FIRE_SOP,
  hashOf,
  place,
  REPORT_CTX,
  reportOf,
  T0,
} from './incident-fixture.ts';
import { INCIDENT_STATES } from './incident.ts';
import type { IncidentState } from './incident.ts';
import { Incidents } from './incidents.ts';

/**
 * Two operators work on the same three incidents: each sees a copy that may be old, acts on what it sees, sends again when it hears
 * nothing, and looks anew when it is refused. What each was told was done must be in the history, once.
 */
const isFull = process.env['METROPANE_TEST_FULL'] === '1';
const RUNS = isFull ? 100_000 : 10_000;
const ACTS = 14;
const IDS = ['SC-000001', 'SC-000002', 'SC-000003'] as const;
const AGENCIES = ['pccc', 'cc115', 'csgt'] as const;

interface Sent {
  id: string;
  action: Record<string, unknown>;
}

class Operator {
  readonly name: string;
  /** Revision of each incident as this operator saw it last. */
  readonly seen = new Map<string, number>(IDS.map((id) => [id, 1]));
  last: Sent | undefined;
  acts = 0;

  constructor(name: string) {
    this.name = name;
  }

  next(rng: Rng): Sent {
    if (this.last !== undefined && rng.int(5) === 0) return this.last;
    this.acts += 1;
    const id = IDS[rng.int(IDS.length)]!;
    const actionId = `${this.name}-${this.acts}`;
    const sent = { id, action: { ...drawAct(rng), actionId, expectedRevision: this.seen.get(id)! } };
    this.last = sent;
    return sent;
  }
}

const DRAWS: readonly ((rng: Rng) => Record<string, unknown>)[] = [
  () => ({ action: 'acknowledge' }),
  () => ({ action: 'claim' }),
  (rng) => ({ action: 'assign', assignee: AGENCIES[rng.int(3)] }),
  (rng) => ({ action: 'assign', assignee: AGENCIES[rng.int(3)] }),
  (rng) => ({
    action: 'answer',
    assignee: AGENCIES[rng.int(3)],
    answer: ['accepted', 'declined', 'on-scene', 'done'][rng.int(4)],
  }),
  (rng) => ({ action: 'withdraw', assignee: AGENCIES[rng.int(3)], reason: 'x' }),
  (rng) => ({ action: 'note', text: `ghi chú ${rng.int(100)}` }),
  () => ({ action: 'escalate' }),
  (rng) => ({ action: 'status', to: INCIDENT_STATES[rng.int(6)] as IncidentState }),
  () => ({ action: 'close', reason: 'xong' }),
  () => ({ action: 'reopen' }),
  () => ({ action: 'pause', reason: 'weather' }),
  () => ({ action: 'resume' }),
  (rng) => ({ action: 'sop-step', step: ['dispatch', 'power', 'report'][rng.int(3)], outcome: 'done' }),
  (rng) => ({ action: 'merge', target: IDS[rng.int(3)] }),
  (rng) => ({ action: 'move-alarm', alarmId: 'a2', target: IDS[rng.int(3)] }),
  () => ({ action: 'split', alarms: ['a1'] }),
  (rng) => ({ action: 'link', target: IDS[rng.int(3)], kind: 'related' }),
];

function drawAct(rng: Rng): Record<string, unknown> {
  return DRAWS[rng.int(DRAWS.length)]!(rng);
}

function threeIncidents(): Incidents {
  const incidents = new Incidents();
  incidents.configure({ sops: [FIRE_SOP] });
  incidents.applyReport(reportOf({ id: 'r1', category: 'fire', loc: BEN_THANH }), REPORT_CTX);
  for (const n of [1, 2]) {
    const alarm = alarmOf({ key: `power/${n}`, category: 'power', loc: place(9_000 + n * 50, 0) });
    incidents.applyAlarm({ ...alarm, id: `a${n}` }, alarmCtx());
  }
  incidents.applyReport(reportOf({ id: 'r3', category: 'fire', loc: place(0, 9_000) }), REPORT_CTX);
  return incidents;
}

test('[I26] two operators: no act that was taken is lost, none done twice, nobody sent twice, every refusal knows better', () => {
  let acts = 0;
  let taken = 0;
  let refused = 0;
  let repeats = 0;
  forSeeds('two-operators', RUNS, (rng, seed) => {
    const incidents = threeIncidents();
    const operators = [new Operator('An'), new Operator('Bình')] as const;
    /** Acts that were answered with ok: by action id. */
    const done = new Map<string, { id: string; kind: unknown; actor: string }>();
    for (let n = 0; n < ACTS; n++) {
      const operator = operators[rng.int(2)]!;
      // Now and then a screen is fresh; else it acts on what it saw last.
      if (rng.int(3) === 0) for (const id of IDS) operator.seen.set(id, incidents.get(id)!.revision);
      const { id, action } = operator.next(rng);
      const atMs = T0 + n * 1_000;
      incidents.tick(atMs);
      const before = incidents.get(id)!;
      const outcome = incidents.applyAction(id, action, { atMs, actor: operator.name, journalSeq: n + 1 });
      acts += 1;
      if (outcome.isRepeat) {
        repeats += 1;
        claim(incidents.get(id) === before, seed, 'a repeat does nothing');
      } else if (outcome.ok) {
        taken += 1;
        claim(outcome.value.incident.revision === before.revision + 1, seed, 'an act is one revision');
        done.set(String(action['actionId']), { id, kind: action['action'], actor: operator.name });
      } else {
        refused += 1;
        checkRefusal(incidents, outcome, { id, before, seed });
      }
      if (outcome.ok && rng.int(2) === 0) operator.seen.set(id, incidents.get(id)!.revision);
    }
    for (const { id, kind, actor } of done.values()) {
      const items = incidents
        .timeline(id)!
        .items.filter((item) => item.of === undefined && item.actor === actor);
      const expected = [...done.values()].filter(
        (each) => each.id === id && each.kind === kind && each.actor === actor,
      );
      const found = items.filter((item) => item.kind === kind).length;
      claim(found === expected.length, seed, `${found} of ${expected.length} ${String(kind)} in ${id}`);
    }
    for (const incident of incidents.values()) {
      const open = (incident.assignments ?? [])
        .filter(({ state }) => state === 'waiting' || state === 'accepted' || state === 'on-scene')
        .map(({ assignee }) => assignee);
      claim(new Set(open).size === open.length, seed, `asked twice: ${open.join()}`);
    }
  });
  expect(taken).toBeGreaterThan(acts / 10);
  expect(refused).toBeGreaterThan(acts / 10);
  noteFigures('two operators', { seeds: `two-operators/0 … ${RUNS - 1}`, acts, taken, refused, repeats });
}, 600_000);

function checkRefusal(
  incidents: Incidents,
  outcome: Extract<ReturnType<Incidents['applyAction']>, { ok: false }>,
  { id, before, seed }: { id: string; before: unknown; seed: string },
): void {
  // Nothing has happened, the reason is one of three, and what may be done instead is true now.
  claim(incidents.get(id) === before, seed, 'a refusal does nothing');
  const { revision } = incidents.get(id)!;
  if (outcome.code === 'stale-revision') {
    claim(outcome.message.includes(`is at ${revision}`), seed, outcome.message);
    return;
  }
  claim(outcome.code === 'illegal-transition', seed, outcome.code);
  claim('allowed' in outcome && Array.isArray(outcome.allowed), seed, 'says what is allowed');
}

/** Cheaper than `expect` where it is asked a million times. */
function claim(isTrue: boolean, seed: string, message: string): void {
  if (!isTrue) throw new Error(`${seed}: ${message}`);
}

/** Equal up to fields that are undefined. */
function claimSame(a: unknown, b: unknown, seed: string): void {
  claim(JSON.stringify(a) === JSON.stringify(b), seed, `${JSON.stringify(a)} is not ${JSON.stringify(b)}`);
}

test('[I26] the same interleaving gives the same room, also cut by a checkpoint', () => {
  forSeeds('two-operators-cut', isFull ? 500 : 40, (rng, seed) => {
    const whole = threeIncidents();
    let resumed = threeIncidents();
    const operators = [new Operator('An'), new Operator('Bình')] as const;
    const cut = rng.int(30);
    for (let n = 0; n < 30; n++) {
      if (n === cut) {
        const kept: unknown = JSON.parse(JSON.stringify(resumed.snapshot()));
        resumed = new Incidents();
        resumed.configure({ sops: [FIRE_SOP] });
        resumed.restore(kept as ReturnType<Incidents['snapshot']>);
      }
      const operator = operators[rng.int(2)]!;
      for (const id of IDS) operator.seen.set(id, whole.get(id)!.revision);
      const { id, action } = operator.next(rng);
      const ctx = { atMs: T0 + n * 40_000, actor: operator.name, journalSeq: n + 1 };
      claimSame(resumed.tick(ctx.atMs), whole.tick(ctx.atMs), seed);
      const alarm = alarmOf({
        key: `power/${rng.int(4)}`,
        category: 'power',
        loc: place(9_000 + rng.int(900), 0),
        onsetMs: ctx.atMs,
      });
      const told = { ...alarm, id: `b${n}` };
      expect(resumed.applyAlarm(told, alarmCtx({ atMs: ctx.atMs })), seed).toEqual(
        whole.applyAlarm(told, alarmCtx({ atMs: ctx.atMs })),
      );
      claimSame(resumed.applyAction(id, action, ctx), whole.applyAction(id, action, ctx), seed);
      claim(hashOf(resumed) === hashOf(whole), seed, 'hashes differ');
    }
  });
}, 600_000);
