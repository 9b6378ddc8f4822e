/** kill -9 while alarms come and desks act on them: nothing acknowledged is lost, nothing is told twice, all of it can be proven. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { makeRng } from '@metropane/base';
import { TelemetryLogReader } from '@metropane/event-log';
import type { AlarmRecord } from '@metropane/live-state';
import { noteFigures } from '@metropane/testing';
import { expect, test } from 'vitest';
import { ControlRoom } from '../src/fold/control-room.ts';
import type { DerivedEntry } from '../src/fold/derived.ts';
import { JournalFactReader } from '../src/pipeline/journal-facts.ts';
import { replayInto } from '../src/pipeline/log-replay.ts';
import { pmRule } from './alarm-fixture.ts';
import { startCentre, type TestCentre } from './start-centre-fixture.ts';

const KILLS = process.env['METROPANE_TEST_FULL'] === '1' ? 100 : 5;
const TIMEOUT_MS = (KILLS + 2) * 40_000;
const SEED = 20261124;
const STATIONS = 12;

/** What the centre said that it had done. */
interface Done {
  alarmId: string;
  actionId: string;
}

test(
  `kill -9 (${KILLS} times at random moments): every act that was answered is there, and alarms are what the log says`,
  async () => {
    const startedAt = performance.now();
    const rng = makeRng(SEED);
    const dataDir = mkdtempSync(join(tmpdir(), 'metropane-alarm-kill-'));
    const done: Done[] = [];
    for (let round = 0; round <= KILLS; round++) {
      const centre = await startCentre({ dataDir });
      if (round === 0) await putRule(centre);
      expect(journalledActs(dataDir), `seed ${SEED}, after kill ${round}`).toEqual(
        expect.arrayContaining(done.map(({ actionId }) => actionId)),
      );
      if (round === KILLS) {
        await centre.stop();
        break;
      }
      await loadUntilKilled(centre, { done, rounds: 3 + rng.int(12), pick: (n) => rng.int(n) });
    }
    verifyJournal(dataDir);
    const { room, told } = oracle(dataDir);
    expect(journalledDerived(dataDir)).toEqual(told.map(({ dedupKey }) => dedupKey).toSorted());
    for (const { alarmId, actionId } of done) {
      const outcome = room.alarms.decide(alarmId, { actionId }, { atMs: 0, actor: '', journalSeq: 0 });
      expect(outcome, `seed ${SEED}: ${actionId} on ${alarmId}`).toMatchObject({ ok: true, isRepeat: true });
    }
    const again = await startCentre({ dataDir });
    const { items } = await again.get<{ items: AlarmRecord[] }>('/api/v1/alarms?limit=1000');
    expect(items.map(plain).toSorted(byId)).toEqual(
      [...room.alarms.values()]
        .filter(({ state }) => state !== 'normal')
        .map(plain)
        .toSorted(byId),
    );
    await again.stop();
    noteFigures('kill -9 among alarms', {
      ...{ kills: KILLS, 'acts answered': done.length, 'transitions kept': told.length, lost: 0, doubled: 0 },
      seconds: Math.round((performance.now() - startedAt) / 1_000),
    });
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  },
  TIMEOUT_MS,
);

async function putRule(centre: TestCentre): Promise<void> {
  const rule = pmRule();
  const body = { rule, expectedRevision: 0 };
  const answer = await centre.post(`/api/v1/rules/${rule.id}`, body, { method: 'PUT' });
  expect(answer.status).toBe(200);
}

/** Stations go over the limit and back while a desk acknowledges, shelves and notes; the last round ends with the kill. */
async function loadUntilKilled(
  centre: TestCentre,
  { done, rounds, pick }: { done: Done[]; rounds: number; pick: (n: number) => number },
): Promise<void> {
  for (let i = 0; i < rounds; i++) {
    const items = Array.from({ length: STATIONS }, (_, station) => {
      const t = Date.now() - 50 + station;
      return { domain: 'air', entity: `s${station}`, t, v: { pm25UgM3: pick(2) === 0 ? 20 : 120 } };
    });
    const isLast = i === rounds - 1;
    const work = [
      centre.post('/api/v1/observations', items).catch(() => undefined),
      actOnSome(centre, { done, pick }).catch(() => undefined),
    ];
    // Somewhere inside: between the decision, the disk and the answer.
    if (isLast) await new Promise((resolve) => setTimeout(resolve, pick(60)));
    if (isLast) await centre.kill();
    await Promise.all(work);
  }
}

async function actOnSome(
  centre: TestCentre,
  { done, pick }: { done: Done[]; pick: (n: number) => number },
): Promise<void> {
  const { items } = await centre.get<{ items: AlarmRecord[] }>('/api/v1/alarms?limit=1000');
  const mine = items.filter(({ ruleId }) => ruleId === 'pm25-high');
  await Promise.allSettled(
    mine.slice(0, 6).map(async ({ id, revision }) => {
      const actionId = `${id.slice(0, 8)}-${revision}-${done.length}-${pick(1_000_000)}`;
      const acts = [{ action: 'acknowledge' }, { action: 'note', text: 'đã thấy' }];
      const act = { ...acts[pick(2)]!, actionId, expectedRevision: revision };
      const answer = await centre.post(`/api/v1/alarms/${id}/actions`, act);
      if (answer.status === 200) done.push({ alarmId: id, actionId });
    }),
  );
}

function journalRows(dataDir: string, where: string): Record<string, unknown>[] {
  const database = new DatabaseSync(join(dataDir, 'journal.db'), { readOnly: true });
  const rows = database.prepare(`SELECT kind, dedup_key, body FROM entries WHERE ${where}`).all();
  database.close();
  return rows;
}

function journalledActs(dataDir: string): string[] {
  return journalRows(dataDir, "kind = 'alarm-action'").map(
    ({ body }) => (JSON.parse(String(body)) as { action: { actionId: string } }).action.actionId,
  );
}

function journalledDerived(dataDir: string): string[] {
  return journalRows(dataDir, 'derived = 1')
    .map((row) => String(row['dedup_key']))
    .toSorted();
}

function verifyJournal(dataDir: string): void {
  const admin = fileURLToPath(new URL('../src/operations/admin.ts', import.meta.url));
  execFileSync(process.execPath, [admin, 'verify-journal', '--data', dataDir], { encoding: 'utf8' });
}

/** The room that the whole log gives when it is folded from its first record, and everything that it tells on the way. */
function oracle(dataDir: string): { room: ControlRoom; told: DerivedEntry[] } {
  const room = new ControlRoom();
  const journal = new JournalFactReader(join(dataDir, 'journal.db'));
  const reader = new TelemetryLogReader({ folder: join(dataDir, 'log') });
  const told: DerivedEntry[] = [];
  const skips = new Set(journal.skips());
  for (;;) {
    const step = replayInto(room, reader, {
      upToOffset: Infinity,
      resolve: (seq) => journal.get(seq),
      skips,
    });
    told.push(...room.takeDerived());
    if (!step.hasMore) break;
  }
  reader.close();
  journal.close();
  return { room, told };
}

/** What is part of the fold; names are the screen's. */
function plain({ name: _name, place: _place, ...alarm }: Partial<AlarmRecord> & { id: string }) {
  return alarm;
}

function byId(a: { id: string }, b: { id: string }): number {
  return a.id < b.id ? -1 : 1;
}
