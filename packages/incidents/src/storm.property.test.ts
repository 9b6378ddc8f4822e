import { forSeeds, noteFigures } from '@metropane/testing';
import { expect, test } from 'vitest';
import { CALL_HOLD_MS } from './held-calls.ts';
import { alarmCtx, REPORT_CTX } from './incident-fixture.ts';
import { Incidents } from './incidents.ts';
import { makeStorm, makeUnrelated } from './storm-fixture.ts';
import type { StormEvent } from './storm-fixture.ts';
import type { TopologyLink } from './topology.ts';

const isFull = process.env['METROPANE_TEST_FULL'] === '1';
const RUNS = isFull ? 1_000 : 40;
const TIMEOUT_MS = isFull ? 600_000 : 120_000;

const TICK_MS = 100;

interface Told {
  event: StormEvent;
  incidentId: string;
  isAnnunciated: boolean;
  isHead: boolean;
}

/** What the events came to when all calls were made. Time passes in ticks, as in a room: calls that wait are made by them. */
function play(
  incidents: Incidents,
  events: readonly StormEvent[],
  topology: readonly TopologyLink[],
): Told[] {
  const told: Told[] = [];
  const byAlarm = new Map<string, Told>();
  let nowMs = events[0]!.arrivalMs;
  const passUntil = (toMs: number): void => {
    for (; nowMs <= toMs; nowMs += TICK_MS) {
      incidents.tick(nowMs, topology);
      for (const { alarmId, isAnnunciated } of incidents.takeMovedAlarms())
        if (isAnnunciated) byAlarm.get(alarmId)!.isAnnunciated = true;
    }
  };
  for (const event of events) {
    const { arrivalMs: atMs, event: what } = event;
    passUntil(atMs);
    if ('alarm' in what) {
      const placed = incidents.applyAlarm(what.alarm, alarmCtx({ atMs, topology }));
      const { isAnnunciated, kind } = placed;
      told.push({ event, incidentId: placed.incident.id, isAnnunciated, isHead: kind === 'opened' });
      byAlarm.set(what.alarm.id, told.at(-1)!);
    } else {
      const { kind, incident } = incidents.applyReport(what.report, { ...REPORT_CTX, atMs, unit: what.unit });
      const isHead = kind === 'opened';
      told.push({ event, incidentId: incident.id, isAnnunciated: isHead, isHead });
    }
  }
  passUntil(nowMs + 2 * CALL_HOLD_MS);
  return told;
}

/** The incident in which what was told lives on. */
function livesIn(incidents: Incidents, id: string): string {
  let at = id;
  for (;;) {
    const next = incidents.get(at)?.links?.find(({ kind }) => kind === 'merged-into')?.incidentId;
    if (next === undefined) return at;
    at = next;
  }
}

// One tick, and what networks need: an effect told up to three seconds before its cause.
test.for([100, 500, 3_000])(
  '[I20] a storm of 500 related events in 60 s, effects up to %i ms before their cause, annunciates at most 10 and hides no cause',
  { timeout: TIMEOUT_MS },
  (earlyMs) => {
    let most = 0;
    let mostIncidents = 0;
    forSeeds('storm', RUNS, (rng, seed) => {
      const { topology, events, roots } = makeStorm(rng, { roots: 2 + rng.int(3), total: 500, earlyMs });
      expect(events.length, seed).toBe(500);
      const incidents = new Incidents();
      const told = play(incidents, events, topology);
      const annunciated = told.filter((each) => each.isAnnunciated).length;
      most = Math.max(most, annunciated);
      mostIncidents = Math.max(mostIncidents, incidents.openCount);
      expect(annunciated, `${seed}, ${roots} causes`).toBeLessThanOrEqual(10);
      const hidden = told.filter(
        ({ event, isAnnunciated }) => event.isRoot && !isAnnunciated && !isReport(event),
      );
      expect(hidden, seed).toEqual([]);
      const unheard = told.filter(({ event, isHead }) => event.isRoot && isReport(event) && !isHead);
      expect(unheard, seed).toEqual([]);
      const zones = new Map<string, Set<number>>();
      for (const { incidentId, event } of told) {
        const id = livesIn(incidents, incidentId);
        zones.set(id, (zones.get(id) ?? new Set()).add(event.zone));
      }
      for (const [id, found] of zones) expect(found.size, `${seed} ${id}`).toBe(1);
      expect(incidents.openCount, seed).toBeGreaterThanOrEqual(roots);
      // Everything lives in an incident that called somebody.
      const heard = new Set(
        told
          .filter(({ isAnnunciated }) => isAnnunciated)
          .map(({ incidentId }) => livesIn(incidents, incidentId)),
      );
      for (const { incidentId } of told) expect(heard.has(livesIn(incidents, incidentId)), seed).toBe(true);
    });
    noteFigures(`storm of 500 events, effects up to ${earlyMs} ms early`, {
      seeds: `storm/0 … storm/${RUNS - 1}`,
      mostAnnunciated: most,
      mostIncidents,
    });
  },
);

function isReport({ event }: StormEvent): boolean {
  return 'report' in event;
}

test(
  '[I21] a hundred unrelated events stay a hundred incidents, also in the middle of a storm',
  () => {
    forSeeds('unrelated', RUNS, (rng, seed) => {
      const storm = makeStorm(rng, { roots: 3, total: 400, earlyMs: 3_000 });
      const unrelated = makeUnrelated(rng, 100);
      const events = [...storm.events, ...unrelated].sort((a, b) => a.arrivalMs - b.arrivalMs);
      const incidents = new Incidents();
      const told = play(incidents, events, storm.topology).filter(({ event }) => event.zone < 0);
      expect(new Set(told.map(({ incidentId }) => incidentId)).size, seed).toBe(100);
      expect(
        told.every(({ isAnnunciated }) => isAnnunciated),
        seed,
      ).toBe(true);
    });
  },
  TIMEOUT_MS,
);
