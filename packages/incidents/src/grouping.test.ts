import type { Report } from '@metropane/city';
import { expect, test } from 'vitest';
import { distanceM } from './grouping.ts';
import { Incidents } from './incidents.ts';
import { toPriority } from './priority.ts';

const CTX = { atMs: 10_000_000, journalSeq: 1, actor: '1022', simulated: false };
const BEN_THANH = [106.698, 10.7725] as const;
let nextId = 0;

function report(fields: Partial<Report>): Report {
  nextId += 1;
  return { source: '1022', id: `r${nextId}`, tMs: 10_000_000, category: 'fire', title: 'Cháy', ...fields };
}

/** `BEN_THANH` moved by metres. */
function near(eastM: number, northM: number): readonly [number, number] {
  const metresPerLon = 111_195 * Math.cos((BEN_THANH[1] * Math.PI) / 180);
  return [BEN_THANH[0] + eastM / metresPerLon, BEN_THANH[1] + northM / 111_195];
}

function kinds(...reports: Report[]): string[] {
  const incidents = new Incidents();
  return reports.map((each) => incidents.applyReport(each, CTX).kind);
}

test('the distance is right to a metre', () => {
  expect(distanceM(BEN_THANH, near(149, 0))).toBeCloseTo(149, 1);
  expect(distanceM(BEN_THANH, near(0, 149))).toBeCloseTo(149, 1);
  // Haversine on a sphere of 6,371,008.8 m.
  expect(distanceM([106.698, 10.7725], [106.699, 10.7798])).toBeCloseTo(819.04, 0);
});

test('the same report told again opens and joins nothing', () => {
  const told = report({ loc: BEN_THANH });
  expect(kinds(told, told)).toEqual(['opened', 'duplicate']);
  expect(kinds(told, { ...told, source: '113' })).toEqual(['opened', 'joined']);
});

test('150 m and 30 minutes are the border', () => {
  const first = report({ loc: BEN_THANH });
  const minutes = (n: number): number => first.tMs + n * 60_000;
  expect(kinds(first, report({ loc: near(149.9, 0) }))).toEqual(['opened', 'joined']);
  expect(kinds(first, report({ loc: near(0, -150.1) }))).toEqual(['opened', 'opened']);
  expect(kinds(first, report({ loc: near(90, 90) }))).toEqual(['opened', 'joined']);
  expect(kinds(first, report({ loc: BEN_THANH, tMs: minutes(30) }))).toEqual(['opened', 'joined']);
  expect(kinds(first, report({ loc: BEN_THANH, tMs: minutes(30) + 1 }))).toEqual(['opened', 'opened']);
  expect(kinds(first, report({ loc: BEN_THANH, tMs: minutes(-30) }))).toEqual(['opened', 'joined']);
});

test('a chain of reports does not walk across the city, but may last', () => {
  const steps = [0, 100, 200].map((m) => report({ loc: near(m, 0) }));
  expect(kinds(...steps)).toEqual(['opened', 'joined', 'opened']);
  const calls = [0, 25, 50].map((min) => report({ loc: BEN_THANH, tMs: 10_000_000 + min * 60_000 }));
  expect(kinds(...calls)).toEqual(['opened', 'joined', 'joined']);
});

test('another category is another incident', () => {
  expect(kinds(report({ loc: BEN_THANH }), report({ loc: BEN_THANH, category: 'flood' }))).toEqual([
    'opened',
    'opened',
  ]);
});

test('the same entity and category joins for as long as the incident is open', () => {
  const gauge = { category: 'flood', entity: 'gauge-7' };
  const incidents = new Incidents();
  const opened = incidents.applyReport(report(gauge), CTX);
  const dayLater = { ...gauge, tMs: 10_000_000 + 86_400_000 };
  expect(incidents.applyReport(report(dayLater), CTX)).toMatchObject({ kind: 'joined' });
  const act = { action: 'close', reason: 'nước rút', expectedRevision: 1 };
  incidents.applyAction(opened.incident.id, act, { atMs: 1, actor: 'An', journalSeq: 2 });
  expect(incidents.applyReport(report(dayLater), CTX)).toMatchObject({
    kind: 'opened',
    incident: { id: 'SC-000002' },
  });
});

test('a report with neither place nor entity opens its own incident', () => {
  expect(kinds(report({}), report({}))).toEqual(['opened', 'opened']);
});

test('of two incidents in reach the nearer one is joined, of equally near ones the older', () => {
  const incidents = new Incidents();
  incidents.applyReport(report({ loc: near(0, 0) }), CTX);
  incidents.applyReport(report({ loc: near(200, 0) }), CTX);
  expect(incidents.applyReport(report({ loc: near(120, 0) }), CTX).incident.id).toBe('SC-000002');
  incidents.applyReport(report({ loc: near(1_000, 0), entity: 'a' }), CTX);
  incidents.applyReport(report({ loc: near(1_200, 0), entity: 'b' }), CTX);
  const exact = incidents.get('SC-000003')!.loc!;
  expect(incidents.applyReport(report({ loc: exact, entity: 'b' }), CTX).incident.id).toBe('SC-000003');
});

test('a joined report raises the priority, never the revision, and never lowers the priority', () => {
  const incidents = new Incidents();
  incidents.applyReport(report({ loc: BEN_THANH, severity: 3 }), CTX);
  const worse = incidents.applyReport(report({ loc: BEN_THANH, severity: 1, tMs: 9_999_000 }), CTX);
  expect(worse.incident).toMatchObject({ priority: 1, revision: 1, reports: 2, openedAtMs: 9_999_000 });
  expect(incidents.applyReport(report({ loc: BEN_THANH, severity: 4 }), CTX).incident.priority).toBe(1);
});

test('an incident stays simulated only while every report is', () => {
  const incidents = new Incidents();
  const simulated = incidents.applyReport(report({ loc: BEN_THANH }), { ...CTX, simulated: true });
  expect(simulated.incident.simulated).toBe(true);
  expect(incidents.applyReport(report({ loc: BEN_THANH }), CTX).incident.simulated).toBe(false);
});

test('severity and urgency give the priority of the matrix', () => {
  const matrix = ([1, 2, 3, 4] as const).map((severity) =>
    (['immediate', 'within-hour', 'within-day'] as const).map((urgency) => toPriority(severity, urgency)),
  );
  expect(matrix).toEqual([
    [1, 1, 1],
    [1, 2, 2],
    [2, 3, 3],
    [4, 4, 4],
  ]);
  expect([toPriority(1), toPriority(2), toPriority(3), toPriority(4), toPriority()]).toEqual([1, 2, 3, 4, 3]);
});
