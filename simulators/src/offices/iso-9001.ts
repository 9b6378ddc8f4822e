/** Nonconformities of the quality-management register: found by audits, planned, corrected, verified within thirty working days. */
import {
  caseDraw,
  type CaseSource,
  DAY_MS,
  HOUR_MS,
  type Office,
  type SimCase,
  type SimCaseEvent,
} from './office-source.ts';

const FOUND_PER_WORKING_DAY = 1.6;
const LATE_SHARE = 0.08;

export function makeIso9001(office: Office): CaseSource {
  const noise = office.noise('iso-9001');
  const { time } = office;
  return {
    system: 'iso-9001',
    slotMs: DAY_MS,
    longestMs: 90 * DAY_MS,
    tellsPastMs: 90 * DAY_MS,
    casesIn(slot) {
      const day = time.dayOf(slot * DAY_MS + 12 * HOUR_MS);
      if (time.isWorking(day) !== true) return [];
      const cases: SimCase[] = [];
      for (let n = 0; n < noise.count(-1, slot, FOUND_PER_WORKING_DAY); n += 1) {
        const draw = caseDraw(noise, slot, n);
        const startMs = Math.round(time.startOfDay(day) + (8 + 3 * draw(0)) * HOUR_MS);
        const made = drawNonconformity(office, startMs, draw);
        if (made !== undefined) cases.push({ ...made, id: `Q${slot.toString(36)}-${n}` });
      }
      return cases;
    },
  };
}

function drawNonconformity(
  office: Office,
  startMs: number,
  draw: (purpose: number) => number,
): Omit<SimCase, 'id'> | undefined {
  const { time } = office;
  const dueAtMs = time.dueAfter(startMs, 30);
  if (dueAtMs === undefined) return undefined;
  const span = time.between(startMs, dueAtMs) ?? 0;
  const isLate = draw(1) < LATE_SHARE;
  const endMs = isLate
    ? time.after(dueAtMs, (4 + 80 * draw(2)) * HOUR_MS)
    : time.after(startMs, span * (0.5 + 0.48 * draw(2)));
  const plannedMs = time.after(startMs, (8 + 32 * draw(3)) * HOUR_MS);
  if (endMs === undefined || plannedMs === undefined) return undefined;
  const correctedMs = plannedMs + (endMs - plannedMs) * (0.6 + 0.3 * draw(4));
  const events: SimCaseEvent[] = [
    { tMs: startMs, state: 'opened' },
    { tMs: Math.round(plannedMs), state: 'planned' },
    { tMs: Math.round(correctedMs), state: 'corrected' },
    { tMs: Math.round(endMs), state: 'verified' },
  ];
  const procedure = draw(5) < 0.15 ? 'diem-nang' : 'diem-nhe';
  return { head: { procedure, unit: office.unit(draw(6)), dueAtMs }, events };
}
