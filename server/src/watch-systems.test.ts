import type { SystemRecord } from '@metropane/live-state';
import { FakeClock } from '@metropane/testing';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { centreStatus } from './centre-status.ts';
import { watchSystems } from './watch-systems.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

interface Life {
  down: string | null;
  restarts: number;
  lastEnd: string | null;
}

const WELL: Life = { down: null, restarts: 0, lastEnd: null };

/** A centre in which everything is well until the test says otherwise. */
function makeParts() {
  const rows = new Map<string, SystemRecord>();
  const worker = () => ({ fault: null as string | null, life: WELL });
  const follower = {
    ...worker(),
    historyFault: null as string | null,
    historyUpkeepFault: null,
  };
  const parts = {
    ...{ follower, payloads: worker(), offices: worker(), delivery: { ...worker(), status: null } },
    pipeline: {
      health: null,
      setInFlight: () => undefined,
      setSystem: (record: SystemRecord) => rows.set(record.id, record),
    },
    brokers: { faults: () => [] },
    deadLetters: { failure: null },
    inFlight: { all: () => ({}) },
    clock: new FakeClock(1_000_000),
  };
  return { parts, rows };
}

function end(part: { fault: string | null; life: Life }, reason: string, restarts = 0): void {
  part.fault = reason;
  part.life = { down: reason, restarts, lastEnd: reason };
}

test('the row of a worker says since when it is down, and afterwards that it was started again and why', () => {
  const { parts, rows } = makeParts();
  const watch = watchSystems(parts as never);
  const look = (): SystemRecord => {
    parts.clock.advance(1_000);
    vi.advanceTimersByTime(1_000);
    return rows.get('offices')!;
  };
  expect(look()).toEqual({ id: 'offices', status: 'ok', detail: '', sinceMs: 1_001_000 });
  end(parts.offices, 'out of memory');
  const down = { id: 'offices', status: 'down', sinceMs: 1_002_000 };
  expect(look()).toEqual({ ...down, detail: 'out of memory' });
  end(parts.offices, 'out of memory', 3);
  expect(look()).toEqual({ ...down, detail: 'out of memory; restarts: 3' });
  Object.assign(parts.offices, { fault: null, life: { down: null, restarts: 3, lastEnd: 'out of memory' } });
  const again = 'restarts: 3 (out of memory)';
  expect(look()).toEqual({ id: 'offices', status: 'ok', detail: again, sinceMs: 1_004_000 });
  parts.offices.fault = 'journal-busy';
  expect(look()).toMatchObject({ status: 'degraded', detail: `journal-busy; ${again}` });
  expect(rows.get('delivery')).toMatchObject({ status: 'ok', detail: '' });
  watch.stop();
});

test('the centre is not ready while a worker is down, and names it; a receiver that is away is no reason', () => {
  const { parts } = makeParts();
  const status = centreStatus(parts as never, parts.brokers as never, () => null);
  expect(status.readiness()).toEqual({ ready: true, reasons: [] });
  parts.delivery.fault = 'cannot be reached: hook';
  expect(status.readiness().ready).toBe(true);
  for (const part of [parts.follower, parts.payloads, parts.offices, parts.delivery]) end(part, 'ended');
  parts.follower.historyFault = 'ended';
  const reasons = ['history: ended', 'payloads: ended', 'offices: ended', 'delivery: ended'];
  expect(status.readiness()).toEqual({ ready: false, reasons });
});
