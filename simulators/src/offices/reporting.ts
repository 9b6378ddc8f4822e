/**
 * Reports that agencies and wards owe the city: the duty report of every working day (16:30), the week's on Thursday (15:00), the
 * month's on the 20th. Each one is expected from the morning of its day and settled when it is submitted.
 */
import {
  caseDraw,
  type CaseSource,
  DAY_MS,
  HOUR_MS,
  MINUTE_MS,
  type Office,
  type SimCase,
  type SimCaseEvent,
} from './office-source.ts';

const LATE_SHARE = 0.028;
const MISSING_SHARE = 0.004;
const INVALID_SHARE = 0.025;

interface Duty {
  readonly procedure: string;
  readonly dueAtMs: number;
}

export function makeReporting(office: Office): CaseSource {
  const noise = office.noise('reporting');
  const { time, pack } = office;
  const senders = [
    ...pack.units.map(({ code }) => ({ unit: code, agency: office.agency('ubnd-phuong') })),
    ...pack.agencies
      .filter(({ kind }) => kind === 'department')
      .map(({ id }) => ({ unit: undefined, agency: id })),
  ];
  return {
    system: 'reporting',
    slotMs: DAY_MS,
    longestMs: 21 * DAY_MS,
    tellsPastMs: 2 * DAY_MS,
    casesIn(slot) {
      // A slot is a day of UTC; the civil day that begins within it is the one that is drawn.
      const day = time.dayOf(slot * DAY_MS + 12 * HOUR_MS);
      return dutiesOn(office, day).flatMap(({ procedure, dueAtMs }, kind) =>
        senders.flatMap((sender, n): SimCase[] => {
          const draw = caseDraw(noise, slot, 3 * n + kind);
          const startMs = time.startOfDay(day) + 7.5 * HOUR_MS + n * 50;
          const events = reportEvents(office, { startMs, dueAtMs, draw });
          const id = `B${day.toString(36)}-${kind}-${n.toString(36)}`;
          return [{ id, head: { procedure, dueAtMs, ...sender }, events }];
        }),
      );
    },
  };
}

function dutiesOn({ time }: Office, day: number): Duty[] {
  if (time.isWorking(day) !== true) return [];
  const at = (hour: number): number => time.startOfDay(day) + hour * HOUR_MS;
  const date = Temporal.PlainDate.from('1970-01-01').add({ days: day });
  const duties: Duty[] = [{ procedure: 'ngay', dueAtMs: at(16.5) }];
  if (date.dayOfWeek === 4) duties.push({ procedure: 'tuan', dueAtMs: at(15) });
  if (date.day === 20) duties.push({ procedure: 'thang', dueAtMs: at(17) });
  return duties;
}

function reportEvents(
  { time, world }: Office,
  { startMs, dueAtMs, draw }: { startMs: number; dueAtMs: number; draw: (purpose: number) => number },
): SimCaseEvent[] {
  const expected = { tMs: startMs, state: 'expected' };
  const share = draw(0);
  const isDown = world.attackOn('reporting', dueAtMs - HOUR_MS) > 0.3;
  const lateness = (0.3 + 18 * draw(1) ** 2) * HOUR_MS;
  const isLate = isDown || share < LATE_SHARE;
  const nominal =
    share < MISSING_SHARE
      ? time.after(dueAtMs, (10 + 30 * draw(1)) * HOUR_MS)
      : isLate
        ? time.after(dueAtMs, lateness)
        : dueAtMs - (0.1 + ((dueAtMs - startMs - HOUR_MS) / HOUR_MS) * draw(1) ** 2) * HOUR_MS;
  if (nominal === undefined) return [expected];
  const submittedMs = Math.round(nominal);
  const submitted = { tMs: submittedMs, state: 'submitted' };
  const accepted = (fromMs: number): SimCaseEvent[] => {
    const atMs = time.after(fromMs, (0.2 + 5 * draw(3)) * HOUR_MS);
    return atMs === undefined ? [] : [{ tMs: Math.round(atMs), state: 'accepted' }];
  };
  if (draw(2) >= INVALID_SHARE) return [expected, submitted, ...accepted(submittedMs)];
  const returnedMs = submittedMs + Math.round((3 + 20 * draw(4)) * MINUTE_MS);
  const againMs = returnedMs + Math.round((5 + 90 * draw(5)) * MINUTE_MS);
  return [
    ...[expected, submitted, { tMs: returnedMs, state: 'returned' }, { tMs: againMs, state: 'submitted' }],
    ...accepted(againMs),
  ];
}
