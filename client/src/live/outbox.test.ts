import { describe, expect, test } from 'vitest';
import { Problem } from './centre-port.ts';
import type { OutboxEntry } from './outbox-entry.ts';
import type { OutboxShelf } from './outbox-shelf.ts';
import type { OutboxDeps } from './outbox.ts';
import { Outbox } from './outbox.ts';

const INCIDENT = { kind: 'incident', id: 'SC-000001' } as const;

/** A centre that counts revisions, a line that can be cut, a clock that is turned by hand. */
function makeDesk(kept: OutboxEntry[] = [], many: OutboxDeps['deliverMany'] = () => null) {
  const world = { nowMs: 1_000, isCut: false, revision: 3, heard: [] as OutboxEntry[] };
  const stored = new Map(kept.map((entry) => [entry.actionId, entry]));
  const timers: { atMs: number; run: () => void }[] = [];
  const shelf: OutboxShelf = {
    load: () => [...stored.values()],
    put: (entry) => void stored.set(entry.actionId, entry),
    remove: (actionId) => void stored.delete(actionId),
    onGone: () => undefined,
  };
  let ids = 0;
  const outbox = new Outbox({
    shelf,
    nowMs: () => world.nowMs,
    newId: () => `act-${++ids}`,
    after(delayMs, run) {
      const timer = { atMs: world.nowMs + delayMs, run };
      timers.push(timer);
      return () => void (timers.includes(timer) && timers.splice(timers.indexOf(timer), 1));
    },
    deliverMany: (entries) => (world.isCut ? cut() : many(entries)),
    deliver(entry) {
      if (world.isCut) return Promise.reject(new Problem(0, 'unreachable', { detail: 'cut' }));
      if (world.heard.some(({ actionId }) => actionId === entry.actionId))
        return Promise.resolve({ revision: world.revision });
      if (entry.expectedRevision !== world.revision) {
        const incident = { id: INCIDENT.id, revision: world.revision };
        return Promise.reject(new Problem(409, 'stale-revision', { detail: 'stale', extra: { incident } }));
      }
      world.heard.push(entry);
      world.revision += 1;
      return Promise.resolve({ revision: world.revision });
    },
  });
  const turn = async (ms: number): Promise<void> => {
    world.nowMs += ms;
    for (const timer of timers.splice(0)) {
      if (timer.atMs <= world.nowMs) timer.run();
      else timers.push(timer);
    }
    await settle();
  };
  const phases = (): string[] => outbox.state.getState().entries.map(({ phase }) => phase);
  const basis = (revision = 3, undoMs = 0) => ({ title: 'Ngập', revision, undoMs, batch: 'b' });
  return { world, stored, outbox, turn, phases, basis };
}

function cut(): Promise<never> {
  return Promise.reject(new Problem(0, 'unreachable', { detail: 'cut' }));
}

async function settle(): Promise<void> {
  for (let i = 0; i < 20; i++) await Promise.resolve();
}

describe('the acts of a desk', () => {
  test('an act is kept before it is sent, and leaves when the centre has it', async () => {
    const { outbox, stored, phases, basis } = makeDesk();
    const end = outbox.add(INCIDENT, { action: 'acknowledge' }, basis());
    expect(stored.size).toBe(1);
    expect(phases()).toEqual(['saving']);
    expect(await end).toBe('sent');
    expect(stored.size).toBe(0);
    expect(phases()).toEqual([]);
  });

  test('several own acts in a row, each decided on the picture before the first of them, are no conflict', async () => {
    const { outbox, world, basis } = makeDesk();
    for (const text of ['một', 'hai', 'ba'])
      expect(await outbox.add(INCIDENT, { action: 'note', text }, basis(3))).toBe('sent');
    expect(world.heard.map(({ expectedRevision }) => expectedRevision)).toEqual([3, 4, 5]);
  });

  test('what somebody else did between two own acts is a conflict', async () => {
    const { outbox, world, basis } = makeDesk();
    expect(await outbox.add(INCIDENT, { action: 'note', text: 'một' }, basis(3))).toBe('sent');
    world.revision += 1;
    expect(await outbox.add(INCIDENT, { action: 'note', text: 'hai' }, basis(4))).toBe('failed');
    expect(await outbox.add(INCIDENT, { action: 'note', text: 'ba' }, basis(5))).toBe('sent');
    expect(await outbox.add(INCIDENT, { action: 'note', text: 'bốn' }, basis(4))).toBe('failed');
  });

  test('without a link acts wait in order and go out with the revisions that they themselves made', async () => {
    const { outbox, world, stored, turn, phases, basis } = makeDesk();
    world.isCut = true;
    expect(await outbox.add(INCIDENT, { action: 'acknowledge' }, basis())).toBe('kept');
    const second = outbox.add(INCIDENT, { action: 'claim' }, basis());
    expect(await second).toBe('kept');
    await turn(3_000);
    expect(phases()).toEqual(['unsent', 'unsent']);
    expect(stored.size).toBe(2);
    world.isCut = false;
    await turn(3_000);
    expect(world.heard.map(({ act }) => act.action)).toEqual(['acknowledge', 'claim']);
    expect(world.heard.map(({ expectedRevision }) => expectedRevision)).toEqual([3, 4]);
    expect(stored.size).toBe(0);
  });

  test('an act decided on the picture before the own last act follows it', async () => {
    const { outbox, world, basis } = makeDesk();
    await outbox.add(INCIDENT, { action: 'acknowledge' }, basis());
    expect(await outbox.add(INCIDENT, { action: 'claim' }, basis(3))).toBe('sent');
    expect(world.heard[1]!.expectedRevision).toBe(4);
  });

  test('a conflict keeps the words and what the centre has; decided anew it is another act', async () => {
    const { outbox, world, phases, basis } = makeDesk();
    world.revision = 8;
    expect(await outbox.add(INCIDENT, { action: 'note', text: 'đừng mất' }, basis())).toBe('failed');
    const [entry] = outbox.state.getState().entries;
    expect(phases()).toEqual(['conflict']);
    expect(entry).toMatchObject({ act: { text: 'đừng mất' }, current: { revision: 8 } });
    expect(await outbox.retry(entry!.actionId, 8)).toBe('sent');
    expect(world.heard[0]!.actionId).not.toBe(entry!.actionId);
    expect(phases()).toEqual([]);
  });

  test('an undoable act is not sent before its time, and never when it is taken back', async () => {
    const { outbox, world, turn, phases, basis } = makeDesk();
    const end = outbox.add(INCIDENT, { action: 'acknowledge' }, basis(3, 5_000));
    await turn(4_999);
    expect(phases()).toEqual(['undoable']);
    expect(outbox.undo('b')).toBe(1);
    expect(await end).toBe('undone');
    await turn(10_000);
    expect(world.heard).toEqual([]);
    const kept = outbox.add(INCIDENT, { action: 'acknowledge' }, basis(3, 5_000));
    await turn(5_000);
    expect(await kept).toBe('sent');
    expect(outbox.undo('b')).toBe(0);
  });

  test('what was on its way when the page went is sent again under the same identity', async () => {
    const entry: OutboxEntry = {
      actionId: 'old',
      target: INCIDENT,
      title: 'Ngập',
      act: { action: 'acknowledge' },
      expectedRevision: 3,
      decidedAtMs: 1,
      sendAtMs: 1,
      phase: 'saving',
    };
    const { world, stored } = makeDesk([entry]);
    await settle();
    expect(world.heard.map(({ actionId }) => actionId)).toEqual(['old']);
    expect(stored.size).toBe(0);
  });

  test('a batch goes as one act, and what of it was not taken stays with its reason', async () => {
    const sent: string[][] = [];
    const stale = new Problem(409, 'stale-revision', { detail: 'x', extra: { alarm: { id: 'a2' } } });
    const { outbox, turn, phases } = makeDesk([], (entries) => {
      sent.push(entries.map(({ target }) => target.id));
      return Promise.resolve(
        entries.map(({ target }) =>
          target.id === 'a2' ? { problem: stale } : { answer: { alarm: { revision: 8 } } },
        ),
      );
    });
    const basis = { title: 'x', revision: 3, undoMs: 5_000, batch: 'many' };
    for (const id of ['a1', 'a2', 'a3'])
      void outbox.add({ kind: 'alarm', id }, { action: 'acknowledge' }, basis);
    await turn(4_999);
    expect(sent).toEqual([]);
    await turn(1);
    expect(sent).toEqual([['a1', 'a2', 'a3']]);
    expect(phases()).toEqual(['conflict']);
    expect(outbox.state.getState().report).toEqual({ done: 2, failed: 1 });
    expect(outbox.state.getState().entries[0]).toMatchObject({ current: { id: 'a2' } });
  });

  test('a batch that cannot be sent waits whole, keeps its identities, and is taken back whole before that', async () => {
    const ids: string[][] = [];
    const { world, outbox, turn, phases } = makeDesk([], (entries) => {
      ids.push(entries.map(({ actionId }) => actionId));
      return Promise.resolve(entries.map(() => ({ answer: {} })));
    });
    const basis = { title: 'x', revision: 3, undoMs: 5_000, batch: 'many' };
    const add = (id: string) => outbox.add({ kind: 'alarm', id }, { action: 'acknowledge' }, basis);
    void add('a1');
    void add('a2');
    expect(outbox.undo('many')).toBe(2);
    void add('a1');
    void add('a2');
    world.isCut = true;
    await turn(5_000);
    expect(phases()).toEqual(['unsent', 'unsent']);
    expect(outbox.state.getState().report).toBeNull();
    world.isCut = false;
    await turn(3_000);
    expect(ids).toEqual([['act-3', 'act-4']]);
    expect(phases()).toEqual([]);
  });
});
