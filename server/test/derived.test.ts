/** What the fold derives on its way to the journal, on a real log and a real journal (ADR 7). */
import type { JournalEntry } from '@metropane/event-log';
import type { CityDiff } from '@metropane/live-state';
import { expect, onTestFinished, test } from 'vitest';
import { configureAlarms, measure, pmRule } from './alarm-fixture.ts';
import { makeFollower } from './follower-fixture.ts';
import { makePipeline } from './pipeline-fixture.ts';

type Pipeline = ReturnType<typeof makePipeline>;

function opened(options?: Parameters<typeof makePipeline>[0]): Pipeline {
  const pipeline = makePipeline(options);
  onTestFinished(() => pipeline.close());
  return pipeline;
}

function entries({ journal }: Pipeline): JournalEntry[] {
  const read = journal.read(1, 10_000);
  if (!read.ok) throw new Error(read.message);
  return read.value;
}

const derivedIn = (pipeline: Pipeline): JournalEntry[] =>
  entries(pipeline).filter(({ isDerived }) => isDerived);
const states = (pipeline: Pipeline): string[] =>
  derivedIn(pipeline)
    .filter(({ kind }) => kind === 'derived.alarm')
    .map(({ body }) => (JSON.parse(body) as { to: string }).to);

async function alarmAndReturn(pipeline: Pipeline): Promise<void> {
  await configureAlarms(pipeline);
  await measure(pipeline, 120);
  await measure(pipeline, 20);
}

test('transitions are journalled once, in order, outside the chain of refs; a replay has the same state', async () => {
  const pipeline = opened();
  await alarmAndReturn(pipeline);
  await pipeline.derived.settle();
  expect(states(pipeline)).toEqual(['unacknowledged', 'returned-unacknowledged']);
  const derived = derivedIn(pipeline);
  expect(new Set(derived.map(({ dedupKey }) => dedupKey)).size).toBe(derived.length);
  // Facts behind them have refs with a gap in their numbers; the replay steps over it.
  await pipeline.facts.write({ kind: 'realm', v: 1, atMs: pipeline.clock.ms, actor: 'x', body: {} });
  pipeline.core.tick();
  expect(pipeline.replay().stateHash()).toBe(pipeline.room.stateHash());
  expect(pipeline.journal.verify()).toMatchObject({ ok: true, value: { status: 'intact' } });
});

test('a diff that calls an operator leaves when its cause survives a loss of power', async () => {
  const pipeline = opened();
  await configureAlarms(pipeline);
  const synced: boolean[] = [];
  pipeline.diffs.push = (diff: CityDiff) => {
    if ((diff.records.alarm?.upserts.size ?? 0) > 0)
      synced.push(pipeline.sequencer.syncedOffset === pipeline.sequencer.flushedOffset);
    return 0;
  };
  await measure(pipeline, 120);
  expect(synced).toEqual([true]);
  expect(pipeline.derived.figures).toMatchObject({ gated: 1 });
});

test('alarms reach the screens while the journal is stuck, and their transitions follow when it is not', async () => {
  const pipeline = opened();
  await configureAlarms(pipeline);
  pipeline.journalRefuses.code = 'insufficient-storage';
  await measure(pipeline, 120);
  await pipeline.derived.settle();
  const shown = pipeline.diffs.flatMap((diff) => [...(diff.records.alarm?.upserts.values() ?? [])]);
  expect(shown).toMatchObject([{ state: 'unacknowledged', ruleId: 'pm25-high' }]);
  expect(pipeline.derived.failure).toContain('wait for the journal: insufficient-storage');
  expect(derivedIn(pipeline)).toEqual([]);
  pipeline.journalRefuses.code = null;
  await pipeline.derived.settle();
  expect(pipeline.derived.failure).toBeNull();
  expect(states(pipeline)).toEqual(['unacknowledged']);
});

test('what was not journalled before the process died is told again at the next start, and nothing twice', async () => {
  const before = makePipeline();
  await configureAlarms(before);
  await measure(before, 120);
  await before.derived.settle();
  before.journalRefuses.code = 'insufficient-storage';
  await measure(before, 20);
  await measure(before, 130);
  const kept = states(before);
  const alarms = [...before.room.alarms.values()];
  before.close();
  const after = opened({ dir: before.dir, recovers: true });
  await after.derived.recover(after.toldAgain, after.log.startOffset);
  expect(kept).toEqual(['unacknowledged']);
  expect(states(after)).toEqual(['unacknowledged', 'returned-unacknowledged', 'unacknowledged']);
  expect(after.derived.figures.repeated).toBeGreaterThan(0);
  expect([...after.room.alarms.values()]).toEqual(alarms);
});

test('no checkpoint passes what is derived and not yet journalled', async () => {
  const pipeline = opened();
  const { follower } = await makeFollower(pipeline);
  await configureAlarms(pipeline);
  await measure(pipeline, 20);
  await follower.catchUp(pipeline.sequencer.flushedOffset);
  const first = await follower.checkpoint();
  expect(first).toBe(pipeline.sequencer.flushedOffset);
  pipeline.journalRefuses.code = 'insufficient-storage';
  await measure(pipeline, 120);
  await follower.catchUp(pipeline.sequencer.flushedOffset);
  expect(await follower.checkpoint()).toBe(first);
  expect(follower.status({ status: 'ok', detail: '' }).fault).toContain('not in the journal yet');
  pipeline.journalRefuses.code = null;
  await pipeline.derived.settle();
  expect(await follower.checkpoint()).toBe(pipeline.sequencer.flushedOffset);
  const status = follower.status({ status: 'ok', detail: '' });
  expect(status).toMatchObject({ derivedMismatches: 0, fault: null });
  expect(status.derivedMatched).toBeGreaterThan(0);
});

test('the second fold finds a transition that the journal has otherwise, or not at all', async () => {
  const pipeline = opened();
  const { follower } = await makeFollower(pipeline, {
    kept: (key) => {
      const kept = pipeline.kept(key);
      return kept?.kind === 'derived.alarm' ? { ...kept, body: kept.body.replace('unack', 'ack') } : null;
    },
  });
  await alarmAndReturn(pipeline);
  await pipeline.derived.settle();
  follower.note({ type: 'derived', safeOffset: pipeline.derived.safeOffset, isComparable: true });
  await follower.catchUp(pipeline.sequencer.flushedOffset);
  await follower.checkpoint();
  const status = follower.status({ status: 'ok', detail: '' });
  expect(status.derivedMismatches).toBe(derivedIn(pipeline).length);
  expect(status.fault).toContain('replay differs from live');
});

test('a rule that cannot be used is taken out by a journal entry, and the stream goes on', async () => {
  const pipeline = opened();
  await configureAlarms(pipeline, [pmRule({ when: 'v >= nothing' }), pmRule({ id: 'pm25-other' })]);
  await measure(pipeline, 120);
  await pipeline.derived.settle();
  const disabled = entries(pipeline).filter(({ kind }) => kind === 'rule-disabled');
  expect(disabled.map(({ body }) => JSON.parse(body))).toMatchObject([{ ruleId: 'pm25-high', revision: 1 }]);
  expect([...pipeline.room.alarms.values()]).toMatchObject([{ ruleId: 'pm25-other' }]);
  expect(pipeline.room.desk.rules.get('pm25-high')?.disabled?.reason).toContain('nothing');
});
