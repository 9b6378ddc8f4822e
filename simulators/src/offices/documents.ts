/** Electronic documents and digital signatures between the city's agencies and its wards: in office hours, signed, sent, read, done. */
import {
  caseDraw,
  type CaseSource,
  DAY_MS,
  HOUR_MS,
  MINUTE_MS,
  type Office,
  type SimCase,
  type SimCaseEvent,
  waiting,
} from './office-source.ts';

const SLOT_MS = 10 * MINUTE_MS;
const DOCUMENTS_PER_DAY = 2_400;
const SLOTS_OF_DAY = 48;
const SIGNED_SHARE = 0.96;
const ISSUERS = ['ubnd-tp', 'sxd', 'snnmt', 'skhcn', 'syt', 'ca-tphcm'] as const;

export function makeDocuments(office: Office): CaseSource {
  const noise = office.noise('documents');
  return {
    system: 'documents',
    slotMs: SLOT_MS,
    longestMs: 40 * DAY_MS,
    casesIn(slot, aliveAtMs) {
      const tMs = slot * SLOT_MS;
      if (!office.time.isOpen(tMs)) return [];
      const count = noise.count(-1, slot, DOCUMENTS_PER_DAY / SLOTS_OF_DAY);
      const cases: SimCase[] = [];
      for (let n = 0; n < count; n += 1) {
        const draw = caseDraw(noise, slot, n);
        const isTask = draw(0) < 0.4;
        // What only informs is read within five working days, a task is done within a fortnight of them.
        if ((office.time.dueAfter(tMs, isTask ? 15 : 6) ?? 0) < aliveAtMs) continue;
        const made = drawDocument(office, { isTask, startMs: tMs + Math.floor(draw(1) * SLOT_MS), draw });
        if (made !== undefined) cases.push({ ...made, id: `V${slot.toString(36)}-${n.toString(36)}` });
      }
      return cases;
    },
  };
}

function drawDocument(
  office: Office,
  { isTask, startMs, draw }: { isTask: boolean; startMs: number; draw: (purpose: number) => number },
): Omit<SimCase, 'id'> | undefined {
  const { time, world } = office;
  const isSlowLine = world.attackOn('documents', startMs) > 0.3;
  const transitMs = (0.3 + waiting(draw(2), isSlowLine ? 90 : 3)) * MINUTE_MS;
  const deliveredMs = Math.round(startMs + transitMs);
  const issued = { tMs: startMs, state: 'issued' };
  const head = {
    procedure: isTask ? 'giao-viec' : 'thong-bao',
    agency: office.agency(ISSUERS[Math.floor(draw(3) * ISSUERS.length)]!),
    unit: office.unit(draw(4)),
    digitised: draw(5) < SIGNED_SHARE,
  };
  if (draw(6) < 0.004) return { head, events: [issued, { tMs: deliveredMs, state: 'recalled' }] };
  const events: SimCaseEvent[] = [issued, { tMs: deliveredMs, state: 'delivered' }];
  const isForgotten = draw(7) < 0.012;
  const openedMs = time.after(
    deliveredMs,
    isForgotten ? (9 + 20 * draw(8)) * HOUR_MS : waiting(draw(8), 1.2 * HOUR_MS),
  );
  if (openedMs === undefined) return undefined;
  events.push({ tMs: Math.round(openedMs), state: 'opened' });
  if (!isTask) {
    const readMs = time.after(openedMs, waiting(draw(9), 0.3 * HOUR_MS));
    return readMs === undefined
      ? undefined
      : { head, events: [...events, { tMs: Math.round(readMs) + 1, state: 'completed' }] };
  }
  const dueAtMs = time.dueAfter(startMs, 3 + Math.floor(5 * draw(10)));
  if (dueAtMs === undefined) return undefined;
  const span = time.between(openedMs, dueAtMs) ?? 0;
  const isLate = draw(11) < 0.045 || span === 0;
  const doneMs = isLate
    ? time.after(Math.max(dueAtMs, openedMs), (1 + 14 * draw(12)) * HOUR_MS)
    : time.after(openedMs, span * (0.2 + 0.78 * draw(12)));
  if (doneMs === undefined) return undefined;
  return {
    head: { ...head, dueAtMs },
    events: [...events, { tMs: Math.round(doneMs) + 1, state: 'completed' }],
  };
}
