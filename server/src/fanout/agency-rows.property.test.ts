import type { Rng } from '@metropane/base';
import { makeRng } from '@metropane/base';
import { isGivenTo } from '@metropane/incidents';
import { emptyDiff } from '@metropane/live-state';
import type { Channel, CityDiff, CityState, IncidentRecord } from '@metropane/live-state';
import { decodeFrame } from '@metropane/protocol';
import { afterEach, expect, test } from 'vitest';
import { FanoutHarness } from './fanout-fixture.ts';
import { EPOCH, incidentRow } from './random-city-fixture.ts';
import type { TestClient } from './test-client-fixture.ts';

const CHANNELS: readonly Channel[] = ['records:incident', 'records:timeline', 'records:system'];
const AGENCIES = ['fire', 'police water', 'police', '%'];
const STATES = ['waiting', 'accepted', 'declined', 'on-scene', 'done', 'withdrawn'] as const;
const IDS = Array.from({ length: 12 }, (_, i) => `SC-${String(100_000 + i)}`);

let harness: FanoutHarness;
afterEach(() => harness.stop());

function assigned(rng: Rng): Pick<IncidentRecord, 'assignments'> {
  const assignments = AGENCIES.filter(() => rng.next() < 0.3).map((assignee) => ({
    assignee,
    state: rng.next() < 0.4 ? ('withdrawn' as const) : STATES[rng.int(STATES.length)]!,
    by: 'An',
    askedAtMs: 1,
    changedAtMs: 2,
  }));
  return assignments.length === 0 ? {} : { assignments };
}

/** Publishes in which incidents are given, taken back, changed, evicted, and timelines move with or without their row. */
function nextDiff(truth: CityState, rng: Rng): CityDiff {
  const diff = emptyDiff({ epoch: EPOCH, from: truth.seq, seq: truth.seq + 1, atMs: 1 + truth.seq });
  const rows = new Map<string, IncidentRecord>();
  const removed = new Set<string>();
  const timelines = new Map<string, { incidentId: string; items: [] }>();
  for (let i = rng.int(4); i > 0; i--) {
    const id = IDS[rng.int(IDS.length)]!;
    if (rng.next() < 0.1) {
      if (!truth.records.incident.has(id) || rows.has(id)) continue;
      removed.add(id);
    } else if (!removed.has(id)) {
      rows.set(id, { ...incidentRow(id, rng.int(1_000)), ...assigned(rng) });
      if (rng.next() < 0.5) timelines.set(id, { incidentId: id, items: [] });
    }
  }
  const lone = IDS[rng.int(IDS.length)]!;
  if (rng.next() < 0.3 && truth.records.incident.has(lone) && !removed.has(lone))
    timelines.set(lone, { incidentId: lone, items: [] });
  if (rows.size > 0 || removed.size > 0) diff.records.incident = { upserts: rows, removed };
  if (timelines.size > 0 || removed.size > 0)
    diff.records.timeline = { upserts: timelines, removed: new Set(removed) };
  return diff;
}

/** Notes every incident id that a frame brings, as row or as removal. */
function watchIds(client: TestClient): Set<string> {
  const ids = new Set<string>();
  const note = (header: Parameters<typeof decodeFrame>[0], body: Uint8Array): void => {
    const frame = decodeFrame(header, body);
    if (!frame.ok) throw new Error(frame.message);
    for (const table of [frame.value.records.incident, frame.value.records.timeline]) {
      for (const id of table?.upserts.keys() ?? []) ids.add(id);
      for (const id of table?.removed ?? []) ids.add(id);
    }
    // Also what only the bytes say.
    const text = Buffer.from(body).toString('latin1');
    for (const id of IDS) if (text.includes(id)) ids.add(id);
  };
  client.socket.on('diff', note);
  client.socket.on('snapshot', note);
  return ids;
}

function inOrder(rows: Map<string, IncidentRecord>): [string, IncidentRecord][] {
  return [...rows].sort(([a], [b]) => (a < b ? -1 : 1));
}

function oracle(
  truth: CityState,
  agency: string,
): { rows: Map<string, IncidentRecord>; timelines: string[] } {
  const rows = new Map([...truth.records.incident].filter(([, row]) => isGivenTo(row, agency)));
  return { rows, timelines: [...rows.keys()].filter((id) => truth.records.timeline.has(id)).sort() };
}

test.each(Array.from({ length: 8 }, (_, i) => `agency-rows/${i}`))(
  'agencies see what they were given and never an id of others, fast, slow and resumed: %s',
  async (seed) => {
    const rng = makeRng(seed);
    harness = await FanoutHarness.start({ limits: { ringMs: 1_000_000 } });
    const everGiven = new Map(AGENCIES.map((agency) => [agency, new Set<string>()]));
    const clients = new Map<string, { client: TestClient; ids: Set<string> }>();
    const connect = async (agency: string, state?: CityState): Promise<void> => {
      const client = harness.client(`agency ${agency}`, state === undefined ? {} : { state });
      const ids = watchIds(client);
      await client.connected();
      if (state === undefined) client.hello({ channels: [...CHANNELS] });
      else client.resume(CHANNELS);
      await client.frames(1);
      clients.set(agency, { client, ids });
    };
    const publish = (): void => {
      harness.publish(nextDiff(harness.truth, rng));
      for (const row of harness.truth.records.incident.values())
        for (const agency of AGENCIES) if (isGivenTo(row, agency)) everGiven.get(agency)!.add(row.id);
    };
    for (let i = 0; i < 5; i++) publish();
    for (const agency of AGENCIES) await connect(agency);
    for (let round = 0; round < 12; round++) {
      for (const { client } of clients.values()) client.givesCredit = rng.next() < 0.6;
      for (let i = rng.int(14); i > 0; i--) publish();
      for (const { client } of clients.values()) {
        client.givesCredit = true;
        client.credit();
      }
      await harness.settle(...[...clients.values()].map(({ client }) => client));
      if (round === 6) {
        const [agency, { client }] = [...clients][0]!;
        client.close();
        clients.delete(agency);
        for (let i = 0; i < 6; i++) publish();
        await connect(agency, client.state);
        await harness.settle(...[...clients.values()].map((one) => one.client));
      }
      for (const [agency, { client, ids }] of clients) {
        const wanted = oracle(harness.truth, agency);
        expect(inOrder(client.state.records.incident), `${agency} in round ${round}`).toEqual(
          inOrder(wanted.rows),
        );
        expect([...client.state.records.timeline.keys()].sort()).toEqual(wanted.timelines);
        const foreign = [...ids].filter((id) => !everGiven.get(agency)!.has(id));
        expect(foreign, `${agency} was told of incidents of others`).toEqual([]);
      }
    }
  },
);
