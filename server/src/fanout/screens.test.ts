import { emptyDiff } from '@metropane/live-state';
import { DEFAULT_FANOUT_LIMITS } from './fanout-options.ts';
import type { DiffHeader, ScreensList } from '@metropane/protocol';
import { afterEach, expect, test } from 'vitest';
import { FanoutHarness } from './fanout-fixture.ts';
import type { TestClient } from './test-client-fixture.ts';

let harness: FanoutHarness;
afterEach(() => harness.stop());

const HALL = { room: 'main', grid: { columns: 2, rows: 1 }, screens: ['1', '2'] };

/** Every list and every diff's paint time that a client hears from now on. */
function hearing(client: TestClient): { lists: ScreensList[]; paintAtMs: (number | undefined)[] } {
  const heard = { lists: [] as ScreensList[], paintAtMs: [] as (number | undefined)[] };
  client.socket.on('screens', (list) => heard.lists.push(list));
  client.socket.on('diff', (header: DiffHeader) => heard.paintAtMs.push(header.paintAtMs));
  return heard;
}

/** A publish that every client hears of. */
function publish(): void {
  const { truth } = harness;
  const diff = emptyDiff({ epoch: truth.epoch, from: truth.seq, seq: truth.seq + 1, atMs: harness.nowMs });
  const row = { id: 'log', status: 'ok' as const, detail: String(truth.seq), sinceMs: 0 };
  diff.records.system = { upserts: new Map([['log', row]]), removed: new Set() };
  harness.publish(diff);
}

test('[P21] every client of every interest is told the same paint time of a publish, late ones too', async () => {
  harness = await FanoutHarness.start();
  const clients = await Promise.all([
    harness.watching('operator', ['records:system']),
    harness.watching('wall', ['records:system', 'records:feed']),
  ]);
  const slow = await harness.watching('supervisor', ['records:system', 'records:wall']);
  slow.givesCredit = false;
  const heard = [...clients, slow].map(hearing);
  for (let i = 0; i < 8; i++) {
    publish();
    await harness.beat(...clients);
    harness.nowMs += 100;
  }
  const due = harness.nowMs - 100 + DEFAULT_FANOUT_LIMITS.paintLeadMs;
  expect(heard[0]!.paintAtMs.at(-1)).toBe(due);
  expect(heard[1]!.paintAtMs).toEqual(heard[0]!.paintAtMs);
  // Behind by credit: what it missed comes merged, with the time of the newest.
  slow.givesCredit = true;
  slow.credit();
  await harness.settle(slow);
  expect(heard[2]!.paintAtMs.at(-1)).toBe(due);
});

test('[P22] desks of the control room hear which screens paint; walls and viewers hear nothing of it', async () => {
  harness = await FanoutHarness.start({ expectedScreens: [HALL] });
  const [desk, wall, viewer] = [harness.client('operator'), harness.client('wall'), harness.client('viewer')];
  const heard = [desk, wall, viewer].map(hearing);
  await Promise.all([desk, wall, viewer].map((client) => client.connected()));
  for (const client of [desk, wall, viewer]) client.hello({ channels: ['records:system'] });
  await Promise.all([desk, wall, viewer].map((client) => client.frames(1)));
  wall.socket.emit('credit', {
    upTo: 0,
    paintedMs: harness.nowMs,
    shown: { seq: 0, atMs: harness.nowMs },
  });
  await wall.roundTrip();
  harness.nowMs += 4_000;
  harness.tellScreens();
  harness.nowMs += 2_000;
  harness.tellScreens();
  await harness.beat(desk, wall, viewer);
  const statuses = heard[0]!.lists.map(({ rooms }) =>
    rooms[0]!.screens.map(({ screen, status }) => `${screen} ${status}`).join(),
  );
  // Screen 1 painted 6 s ago and has said nothing since; screen 2 never came.
  expect(statuses.at(-1)).toBe('1 silent,2 absent');
  expect(statuses).toContain('1 ok');
  expect([heard[1]!.lists, heard[2]!.lists]).toEqual([[], []]);
});
