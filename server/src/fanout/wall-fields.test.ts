import type { ChannelPart, RecordTableName, RecordTables } from '@metropane/live-state';
import { RECORD_TABLE_NAMES } from '@metropane/live-state';
import { expect, test } from 'vitest';
import { audienceOf, isRedacted, mayWatch, redactedPart } from './channel-rights.ts';

const WALL = { kind: 'token', id: 'w', role: 'wall', realm: 'live', room: 'main', screen: '1' };

/**
 * Every field of every record that a screen may ask for: may it hang where visitors see it? A field that is new does not compile here
 * until somebody has answered. `null`: no row of this table ever reaches a wall.
 */
type Shown = { [T in RecordTableName]: { [K in keyof Required<RecordTables[T]>]: boolean } | null };
const yes = true;
const no = false;

const SHOWN: Shown = {
  timeline: null,
  incident: {
    ...{ id: yes, revision: yes, priority: yes, state: yes, category: yes, title: yes, loc: yes, unit: yes },
    ...{ entity: yes, source: yes, reports: yes, openedAtMs: yes, knownAtMs: yes, updatedAtMs: yes },
    ...{ acknowledgedAtMs: yes, closedAtMs: yes, simulated: yes, severity: yes, urgency: yes, position: yes },
    ...{ alarms: yes, clocks: yes, pauses: yes, assignments: yes, escalations: yes },
    // Words of people, people, and what only who works on it needs.
    ...{ description: no, acknowledgedBy: no, claimedBy: no, assignedTo: no, attachments: no, links: no },
    ...{ sop: no, alarmsJoined: no, clocksFromMs: no },
  },
  alarm: {
    ...{ id: yes, revision: yes, ruleId: yes, ruleRevision: yes, key: yes, domain: yes, entity: yes },
    ...{ category: yes, priority: yes, state: yes, isActive: yes, isAcknowledged: yes, isLatching: yes },
    ...{ isAnnunciated: yes, onsetMs: yes, raisedAtMs: yes, changedAtMs: yes, returnedMs: yes },
    ...{ acknowledgedAtMs: yes, respondByMs: yes, trigger: yes, latest: yes, activations: yes },
    ...{ isChattering: yes, shelved: yes, suppressed: yes, outOfService: yes, incidentId: yes, loc: yes },
    ...{ unit: yes, position: yes, simulated: yes, name: yes, place: yes },
    ...{ acknowledgedBy: no, comment: no, useless: no },
  },
  position: { id: yes, order: yes, name: yes, load: yes, holder: no, handover: no },
  // Figures: nobody writes into them.
  feed: {
    ...{ id: yes, format: yes, status: yes, received: yes, counted: yes, duplicate: yes, late: yes },
    ...{ rejected: yes, missing: yes, flagged: yes, conflict: yes, inFlight: yes, watermarkMs: yes },
    ...{ lagMs: yes, silentForMs: yes, lastArrivalMs: yes, lastEventMs: yes, periodMs: yes },
    ...{ outOfOrdernessMs: yes, allowedLatenessMs: yes, ratePerS: yes, simulated: yes },
  },
  indicator: {
    ...{ id: yes, order: yes, name: yes, unit: yes, decimals: yes, value: yes, eventTimeMs: yes },
    ...{ periodMs: yes, priority: yes, noSource: yes, detail: yes, spark: yes, usual: yes, n: yes },
    ...{ revision: yes },
  },
  trend: {
    ...{ id: yes, order: yes, panel: yes, name: yes, unit: yes, decimals: yes, value: yes, eventTimeMs: yes },
    ...{ periodMs: yes, priority: yes, spark: yes, usual: yes, revision: yes, thresholds: yes },
  },
  heat: {
    ...{ id: yes, name: yes, unit: yes, startMs: yes, stepMs: yes, rows: yes, values: yes, revised: yes },
    ...{ eventTimeMs: yes, periodMs: yes },
  },
  bars: { id: yes, startMs: yes, stepMs: yes, counts: yes },
  system: { id: yes, status: yes, detail: yes, sinceMs: yes },
  wall: {
    ...{ id: yes, scene: yes, sinceMs: yes, untilMs: yes, playlist: yes, index: yes, heldBy: yes },
    ...{ sentUntilMs: yes, incidentId: yes, isFrozen: yes },
  },
  geofence: {
    ...{ id: yes, revision: yes, name: yes, kind: yes, ring: yes, areaM2: yes, units: yes },
    ...{ createdAtMs: yes, changedAtMs: yes, expiresAtMs: yes },
    ...{ purpose: no, createdBy: no, changedBy: no },
  },
};

/** Fields of redacted tables that the forms take apart; the others only pass. */
const SHAPED: Readonly<Record<string, unknown>> = {
  title: 'Cháy',
  name: 'Vùng',
  loc: [106.7, 10.7],
  pauses: [],
  assignments: [],
  escalations: [],
  alarms: [],
  clocks: [],
  shelved: {},
  outOfService: {},
};

test.each(RECORD_TABLE_NAMES)('a wall gets of the table %s exactly what is listed', (table) => {
  const shown = SHOWN[table];
  expect(mayWatch(WALL, `records:${table}`)).toBe(shown !== null);
  if (shown === null) return;
  const fields = Object.keys(shown);
  const row = Object.fromEntries(fields.map((field) => [field, SHAPED[field] ?? 'x']));
  const part = { kind: 'records', table, diff: { upserts: new Map([['k', row]]), removed: new Set() } };
  const isWhole = !isRedacted(`records:${table}`, audienceOf(WALL));
  const sent = isWhole ? part : redactedPart(part as unknown as ChannelPart);
  const { upserts } = (sent as typeof part).diff;
  const wanted = Object.entries(shown).flatMap(([field, isShown]) => (isShown ? [field] : []));
  expect(Object.keys(upserts.get('k')!).sort()).toEqual(wanted.sort());
});

test('a field that nobody has named yet is hidden, not shown', () => {
  for (const table of ['incident', 'alarm', 'position'] as const) {
    const row = { id: 'x', title: 'x', callerPhone: '0903 123 456' };
    const part = { kind: 'records', table, diff: { upserts: new Map([['k', row]]), removed: new Set() } };
    const sent = redactedPart(part as unknown as ChannelPart) as unknown as typeof part;
    expect(JSON.stringify(sent.diff.upserts.get('k'))).not.toContain('0903');
  }
});

test('marks of alarms on the map are for the control room and its walls, whole or by cell', () => {
  const agency = { ...WALL, role: 'agency', agency: 'police' } as typeof WALL;
  for (const channel of ['layer:~alarms-12', 'layer:~alarms-12@15/26096/15397'] as const) {
    expect(mayWatch(WALL, channel)).toBe(true);
    expect(mayWatch(agency, channel)).toBe(false);
  }
  expect(mayWatch(agency, 'layer:traffic')).toBe(true);
});
