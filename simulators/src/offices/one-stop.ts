/**
 * Public-service portal and electronic one-stop. Reference: 932,000 files in 72 days, 52 % online, 98.6 % on time (thanhnien.vn,
 * July to September 2025). Counters take files in office hours, the portal at any hour; due times run on working days.
 */
import {
  caseDraw,
  type CaseSource,
  DAY_MS,
  HOUR_MS,
  MINUTE_MS,
  type Office,
  pickShare,
  rating,
  screenRhythm,
  type SimCase,
  type SimCaseEvent,
} from './office-source.ts';

const SLOT_MS = 10 * MINUTE_MS;
const FILES_PER_DAY = 932_000 / 72;
const ONLINE_SHARE = 0.52;
const LATE_SHARE = 0.014;
/** Working days of a year per day: what counters take on one of them. */
const WORKING_SHARE = 250 / 365;
const COUNTER_HOURS = 8;

/** Share, code, working days (0: the same day), fee in thousand dong, agency. */
const PROCEDURES = [
  [0.46, 'chung-thuc', 0, 30, 'ubnd-phuong'],
  [0.16, 'ho-tich', 2, 8, 'ubnd-phuong'],
  [0.12, 'cu-tru', 5, 20, 'ca-tphcm'],
  [0.12, 'dat-dai', 15, 250, 'snnmt'],
  [0.07, 'ho-kinh-doanh', 3, 100, 'ubnd-phuong'],
  [0.03, 'xay-dung', 20, 75, 'sxd'],
  [0.04, 'bao-tro', 10, 0, 'ubnd-phuong'],
] as const;

/** The longest procedure with Tết in it, and what is late beside it. */
const LONGEST_MS = 56 * DAY_MS;
/** Working days after it is settled within which a result is handed over. */
const HANDED_OVER_DAYS = 3;
/** Working days after its due time within which a file is over: settled (late at most 4), held up by an attack (2), handed over (2). */
const OVER_AFTER_DAYS = { inTime: 5, late: 9 };

export function makeOneStop(office: Office): CaseSource {
  const noise = office.noise('one-stop');
  const { time, world } = office;
  return {
    system: 'one-stop',
    slotMs: SLOT_MS,
    longestMs: LONGEST_MS,
    casesIn(slot, aliveAtMs) {
      const tMs = slot * SLOT_MS;
      const over = filesOver(office, tMs + SLOT_MS, aliveAtMs);
      if (over.every(({ late }) => late)) return [];
      const perSlot = (FILES_PER_DAY * SLOT_MS) / DAY_MS;
      const answered = 1 - 0.9 * world.attackOn('one-stop', tMs);
      const online = noise.count(-1, slot, perSlot * ONLINE_SHARE * screenRhythm(office, tMs) * answered);
      const atCounters = (perSlot * (1 - ONLINE_SHARE) * 24) / COUNTER_HOURS / WORKING_SHARE;
      const counter = time.isOpen(tMs) ? noise.count(-2, slot, atCounters) : 0;
      const cases: SimCase[] = [];
      for (let n = 0; n < online + counter; n += 1) {
        const draw = caseDraw(noise, slot, n);
        const { inTime, late } = over[PROCEDURES.indexOf(pickShare(PROCEDURES, draw(0)))]!;
        if (late || (inTime && draw(2) >= LATE_SHARE)) continue;
        const startMs = tMs + Math.floor(draw(1) * SLOT_MS);
        const made = drawFile(office, { isOnline: n < online, startMs, draw, aliveAtMs });
        if (made !== undefined) cases.push({ ...made, id: `H${slot.toString(36)}-${n.toString(36)}` });
      }
      return cases;
    },
  };
}

/**
 * By procedure, whether a file that began before `untilMs` is over for certain. Nine in ten files that a start looks back at are, and
 * need not be drawn.
 */
function filesOver(
  office: Office,
  untilMs: number,
  aliveAtMs: number,
): { readonly inTime: boolean; readonly late: boolean }[] {
  return PROCEDURES.map(([, , days]) => {
    const dueAtMs = dueOf(office, untilMs, days);
    const isOver = (overDays: number): boolean =>
      dueAtMs !== undefined && (office.time.dueAfter(dueAtMs, overDays) ?? Infinity) < aliveAtMs;
    return { inTime: isOver(OVER_AFTER_DAYS.inTime), late: isOver(OVER_AFTER_DAYS.late) };
  });
}

interface Draw {
  readonly isOnline: boolean;
  readonly startMs: number;
  readonly draw: (purpose: number) => number;
  readonly aliveAtMs: number;
}

/** Undefined: it is over, or the pack's calendar does not know the days of its life. */
function drawFile(office: Office, drawn: Draw): Omit<SimCase, 'id'> | undefined {
  const { time } = office;
  const { isOnline, startMs, draw, aliveAtMs } = drawn;
  const [, code, days, feeThousand, agency] = pickShare(PROCEDURES, draw(0));
  const dueAtMs = dueOf(office, startMs, days);
  if (dueAtMs === undefined) return undefined;
  const isLate = draw(2) < LATE_SHARE;
  const overDays = isLate ? OVER_AFTER_DAYS.late : OVER_AFTER_DAYS.inTime;
  if ((time.dueAfter(dueAtMs, overDays) ?? 0) < aliveAtMs) return undefined;
  const workMs = time.between(startMs, dueAtMs) ?? 0;
  const nominal = isLate
    ? time.after(dueAtMs, (0.5 + 30 * draw(3) ** 2) * HOUR_MS)
    : time.after(startMs, workMs * (0.1 + 0.88 * draw(3)));
  const settledMs = nominal === undefined ? undefined : afterAttack(office, nominal);
  if (settledMs === undefined) return undefined;
  const doneMs = Math.round(settledMs);
  if ((time.dueAfter(doneMs, HANDED_OVER_DAYS) ?? 0) < aliveAtMs) return undefined;
  const events = fileEvents(office, drawn, { doneMs, isLate });
  if (events.at(-1)!.tMs <= aliveAtMs) return undefined;
  const owedVnd = Math.round(feeThousand * (0.5 + draw(4))) * 1_000;
  return {
    head: {
      procedure: code,
      agency: office.agency(agency),
      unit: office.unit(draw(5)),
      dueAtMs,
      channel: isOnline ? (draw(6) < 0.4 ? 'national-portal' : 'online') : 'counter',
      fee: { owedVnd, paidOnline: owedVnd > 0 && draw(7) < (isOnline ? 0.75 : 0.2) },
      digitised: draw(8) < (isOnline ? 0.97 : 0.72),
    },
    events,
  };
}

/** What comes after 15:00 for the same day is due on the next working day. */
function dueOf({ time }: Office, startMs: number, days: number): number | undefined {
  if (days > 0) return time.dueAfter(startMs, days);
  const hour = (startMs - time.startOfDay(time.dayOf(startMs))) / HOUR_MS;
  return time.dueAfter(startMs, hour < 15 ? 0 : 1);
}

/** While the portal is attacked nothing is settled: files pile up until it is over. */
function afterAttack({ time, world }: Office, doneMs: number): number | undefined {
  let atMs: number | undefined = doneMs;
  for (let n = 0; n < 32 && atMs !== undefined && world.attackOn('one-stop', atMs) > 0.3; n += 1)
    atMs = time.after(atMs, HOUR_MS / 2);
  return atMs;
}

function fileEvents(
  { time }: Office,
  { startMs, draw }: Draw,
  { doneMs, isLate }: { doneMs: number; isLate: boolean },
): SimCaseEvent[] {
  const span = doneMs - startMs;
  const at = (share: number): number => Math.round(startMs + share * span);
  const received = { tMs: startMs, state: 'received' };
  const fate = draw(10);
  if (fate < 0.01) return [received, { tMs: at(0.6), state: 'withdrawn' }];
  const events: SimCaseEvent[] = [received, { tMs: at(0.1 + 0.1 * draw(11)), state: 'processing' }];
  if (fate < 0.05) {
    events.push({ tMs: at(0.35), state: 'supplement' }, { tMs: at(0.7), state: 'processing' });
  }
  events.push({ tMs: doneMs, state: fate > 0.98 ? 'rejected' : 'resolved' });
  const handedMs = time.after(doneMs, (0.2 + 8 * draw(12) ** 2) * HOUR_MS);
  if (handedMs === undefined) return events;
  const rated = draw(13) < 0.25 ? { satisfaction: rating(draw(14), isLate ? 0.55 : 0.965) } : {};
  events.push({ tMs: Math.round(handedMs), state: 'returned', ...rated });
  return events;
}
