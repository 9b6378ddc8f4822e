/**
 * Hotline 1022 (petitions), complaints and denunciations. Reference: 14,707 reports from 25 September to 25 October 2025, of them
 * 14,311 done, 396 in progress, 125 late (plo.vn); on time 93.77 % in September. These figures agree with each other only if most
 * reports have a shorter term of their own than the 10 days of the regulation: 396 open at 490 a day means 0.8 days on average.
 */
import {
  type CaseHead,
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
  waiting,
} from './office-source.ts';

const SLOT_MS = 30 * MINUTE_MS;
const REPORTS_PER_DAY = 14_707 / 30;
const COMPLAINTS_PER_DAY = 22;
const DENUNCIATIONS_PER_DAY = 3;

/** Share, code, agency; shares of the month's report. */
const TOPICS = [
  [0.43, 'hanh-chinh', 'ubnd-phuong'],
  [0.18, 'ha-tang', 'sxd'],
  [0.09, 'trat-tu', 'ca-tphcm'],
  [0.075, 'xe-buyt', 'qlgtcc'],
  [0.07, 'rac-thai', 'citenco'],
  [0.06, 'ngap-nuoc', 'ttctn'],
  [0.045, 'dien-nuoc', 'evnhcmc'],
  [0.05, 'khac', 'tt1022'],
] as const;
const CHANNELS = [
  [0.55, 'phone'],
  [0.25, 'app'],
  [0.1, 'web'],
  [0.05, 'social'],
  [0.03, 'email'],
  [0.02, 'sms'],
] as const;
/** So many the operators of the hotline answer themselves, at any hour, within hours. */
const BY_OPERATOR = 0.62;
const OPERATOR_MEAN_MS = 1.1 * HOUR_MS;
/** Of the others: share, working days, mean handling in working hours, share that is late. */
const TERMS = [
  [0.9, 1, 1.9, 0.197],
  [0.08, 10, 12, 0.01],
  [0.02, 15, 20, 0.01],
] as const;
const LONGEST_MS = 80 * DAY_MS;
const TOLD_PAST_MS = DAY_MS;

export function makePetitions(office: Office): CaseSource {
  const noise = office.noise('petitions');
  const { world } = office;
  return {
    system: 'petitions',
    slotMs: SLOT_MS,
    longestMs: LONGEST_MS,
    tellsPastMs: TOLD_PAST_MS,
    casesIn(slot, aliveAtMs) {
      const tMs = slot * SLOT_MS;
      const share = (SLOT_MS / DAY_MS) * screenRhythm(office, tMs);
      const ordinary = noise.count(-1, slot, REPORTS_PER_DAY * share);
      // Water in the street and lamps that are out are told by people, on top of an ordinary day.
      const rain = Math.max(0, world.rainMmH(tMs) - 4);
      const dark = world.powerLost(office.pack.centre, tMs);
      const wet = noise.count(-2, slot, 1.2 * rain * (0.3 + share * 48));
      const unlit = noise.count(-3, slot, 120 * dark);
      const complaints = noise.count(-4, slot, COMPLAINTS_PER_DAY * share);
      const denunciations = noise.count(-5, slot, DENUNCIATIONS_PER_DAY * share);
      const cases: SimCase[] = [];
      const reports = ordinary + wet + unlit;
      for (let n = 0; n < reports + complaints + denunciations; n += 1) {
        const draw = caseDraw(noise, slot, n);
        const startMs = tMs + Math.floor(draw(1) * SLOT_MS);
        const topic = n < ordinary ? pickShare(TOPICS, draw(0)) : TOPICS[n < ordinary + wet ? 5 : 6]!;
        const made =
          n < reports
            ? drawReport(office, topic, { startMs, draw, aliveAtMs })
            : drawComplaint(office, n < reports + complaints ? 'khieu-nai' : 'to-cao', { startMs, draw });
        if (made !== undefined) cases.push({ ...made, id: `P${slot.toString(36)}-${n.toString(36)}` });
      }
      return cases;
    },
  };
}

interface Draw {
  readonly startMs: number;
  readonly draw: (purpose: number) => number;
}

/** Working days after its due time within which a report is over: late at most 10, opened again and rated in 4 more. */
const OVER_AFTER_DAYS = { inTime: 5, late: 15 };
const LATEST_MS = 80 * HOUR_MS;

function drawReport(
  office: Office,
  [, procedure, agency]: (typeof TOPICS)[number],
  { startMs, draw, aliveAtMs }: Draw & { readonly aliveAtMs: number },
): Omit<SimCase, 'id'> | undefined {
  const { time } = office;
  const isByOperator = draw(16) < BY_OPERATOR;
  const [, days, meanHours, lateShare] = isByOperator ? TERMS[0] : pickShare(TERMS, draw(2));
  const dueAtMs = time.dueAfter(startMs, days);
  if (dueAtMs === undefined) return undefined;
  const isLate = !isByOperator && draw(8) < lateShare;
  const overMs = time.dueAfter(dueAtMs, isLate ? OVER_AFTER_DAYS.late : OVER_AFTER_DAYS.inTime);
  if ((overMs ?? 0) < aliveAtMs && startMs < aliveAtMs - TOLD_PAST_MS) return undefined;
  const routedMs =
    startMs + Math.floor(draw(3) < 0.97 ? (0.4 + 4 * draw(4)) * MINUTE_MS : (5 + 50 * draw(4)) * MINUTE_MS);
  const head: CaseHead = {
    procedure,
    agency: office.agency(agency),
    unit: office.unit(draw(5)),
    dueAtMs,
    channel: pickShare(CHANNELS, draw(6))[1],
  };
  const events: SimCaseEvent[] = [
    { tMs: startMs, state: 'received' },
    { tMs: routedMs, state: 'routed' },
  ];
  if (draw(7) < 0.006) return { head, events: [...events, { tMs: routedMs + HOUR_MS, state: 'rejected' }] };
  const span = time.between(routedMs, dueAtMs) ?? 0;
  const workMs = Math.min(waiting(draw(9), meanHours * HOUR_MS), span * 0.98);
  const answeredMs = isByOperator
    ? Math.min(routedMs + MINUTE_MS + waiting(draw(9), OPERATOR_MEAN_MS), dueAtMs)
    : isLate
      ? time.after(dueAtMs, Math.min(2 * HOUR_MS + waiting(draw(9), 22 * HOUR_MS), LATEST_MS))
      : time.after(routedMs, workMs);
  if (answeredMs === undefined) return undefined;
  const doneMs = Math.max(Math.round(answeredMs), routedMs + 2);
  events.push(
    { tMs: routedMs + Math.floor((doneMs - routedMs) * 0.2), state: 'processing' },
    { tMs: doneMs, state: 'answered' },
  );
  return { head, events: [...events, ...afterAnswer(office, { draw, doneMs, isLate })] };
}

function afterAnswer(
  { time }: Office,
  { draw, doneMs, isLate }: { draw: Draw['draw']; doneMs: number; isLate: boolean },
): SimCaseEvent[] {
  if (draw(10) < 0.012) {
    const reopenedMs = doneMs + Math.floor((2 + 20 * draw(11)) * HOUR_MS);
    const processing = { tMs: reopenedMs + 20 * MINUTE_MS, state: 'processing' };
    const againMs = time.after(processing.tMs, (1 + 10 * draw(12)) * HOUR_MS);
    const reopened = { tMs: reopenedMs, state: 'reopened' };
    if (againMs === undefined) return [reopened, processing];
    return [reopened, processing, { tMs: Math.round(againMs), state: 'answered' }];
  }
  if (draw(13) >= 0.3) return [];
  const satisfaction = rating(draw(14), isLate ? 0.6 : 0.945);
  return [{ tMs: doneMs + Math.floor((0.2 + 30 * draw(15) ** 2) * HOUR_MS), state: 'rated', satisfaction }];
}

/** Law 02/2011 and Law 25/2018: thirty days; a date that falls on a day off is due on the next working day. */
function drawComplaint(
  office: Office,
  procedure: string,
  { startMs, draw }: Draw,
): Omit<SimCase, 'id'> | undefined {
  const { time } = office;
  const dueAtMs = time.dueAfter(startMs + 30 * DAY_MS, 0);
  if (dueAtMs === undefined) return undefined;
  const routedMs = Math.round(startMs + (0.5 + 3 * draw(3)) * MINUTE_MS);
  const acceptedMs = time.after(routedMs, (4 + 60 * draw(4)) * HOUR_MS);
  const span = time.between(startMs, dueAtMs) ?? 0;
  const isLate = draw(8) < 0.06;
  const answeredMs = isLate
    ? time.after(dueAtMs, (8 + 60 * draw(9)) * HOUR_MS)
    : time.after(startMs, span * (0.55 + 0.43 * draw(9)));
  if (acceptedMs === undefined || answeredMs === undefined) return undefined;
  const agency = office.agency(procedure === 'to-cao' ? 'ubnd-tp' : 'ubnd-phuong');
  return {
    head: {
      procedure,
      agency,
      unit: office.unit(draw(5)),
      dueAtMs,
      channel: draw(6) < 0.7 ? 'counter' : 'post',
    },
    events: [
      { tMs: startMs, state: 'received' },
      { tMs: routedMs, state: 'routed' },
      { tMs: Math.round(acceptedMs), state: 'processing' },
      { tMs: Math.round(Math.max(answeredMs, acceptedMs + HOUR_MS)), state: 'answered' },
    ],
  };
}
