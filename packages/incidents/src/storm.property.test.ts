import { forSeeds, noteFigures } from '@metropane/testing';
import { expect, test } from 'vitest';
import { alarmCtx, REPORT_CTX } from './incident-fixture.ts';
import { Incidents } from './incidents.ts';
import { makeStorm, makeUnrelated } from './storm-fixture.ts';
import type { StormEvent } from './storm-fixture.ts';
import type { TopologyLink } from './topology.ts';

const isFull = process.env['METROPANE_TEST_FULL'] === '1';
const RUNS = isFull ? 1_000 : 40;
const TIMEOUT_MS = isFull ? 600_000 : 120_000;

interface Told {
  event: StormEvent;
  incidentId: string;
  isAnnunciated: boolean;
  isHead: boolean;
}

function play(
  incidents: Incidents,
  events: readonly StormEvent[],
  topology: readonly TopologyLink[],
): Told[] {
  return events.map((event) => {
    const { arrivalMs: atMs, event: what } = event;
    if ('alarm' in what) {
      const { kind, incident, isAnnunciated } = incidents.applyAlarm(
        what.alarm,
        alarmCtx({ atMs, topology }),
      );
      return { event, incidentId: incident.id, isAnnunciated, isHead: kind === 'opened' };
    }
    const { kind, incident } = incidents.applyReport(what.report, { ...REPORT_CTX, atMs, unit: what.unit });
    return { event, incidentId: incident.id, isAnnunciated: kind === 'opened', isHead: kind === 'opened' };
  });
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

test(
  '[I20] a storm of 500 related events in 60 s annunciates at most 10 and hides no cause',
  () => {
    let most = 0;
    let mostIncidents = 0;
    forSeeds('storm', RUNS, (rng, seed) => {
      const { topology, events, roots } = makeStorm(rng, { roots: 2 + rng.int(3), total: 500 });
      expect(events.length, seed).toBe(500);
      const incidents = new Incidents();
      const told = play(incidents, events, topology);
      const annunciated = told.filter((each) => each.isAnnunciated).length;
      most = Math.max(most, annunciated);
      mostIncidents = Math.max(mostIncidents, incidents.openCount);
      expect(annunciated, `${seed}, ${roots} causes`).toBeLessThanOrEqual(10);
      const hidden = told.filter(
        ({ event, isAnnunciated, isHead }) => event.isRoot && !isAnnunciated && !isHead,
      );
      expect(hidden, seed).toEqual([]);
      const zones = new Map<string, Set<number>>();
      for (const { incidentId, event } of told) {
        const id = livesIn(incidents, incidentId);
        zones.set(id, (zones.get(id) ?? new Set()).add(event.zone));
      }
      for (const [id, found] of zones) expect(found.size, `${seed} ${id}`).toBe(1);
      expect(incidents.openCount, seed).toBeGreaterThanOrEqual(roots);
    });
    noteFigures('storm of 500 events', {
      seeds: `storm/0 … storm/${RUNS - 1}`,
      mostAnnunciated: most,
      mostIncidents,
    });
  },
  TIMEOUT_MS,
);

test(
  '[I21] a hundred unrelated events stay a hundred incidents, also in the middle of a storm',
  () => {
    forSeeds('unrelated', RUNS, (rng, seed) => {
      const storm = makeStorm(rng, { roots: 3, total: 400 });
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
