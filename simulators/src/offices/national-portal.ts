/** Online payments through the national portal: begun, paid or failed within minutes, reconciled in the night. */
import {
  caseDraw,
  type CaseSource,
  DAY_MS,
  HOUR_MS,
  MINUTE_MS,
  type Office,
  pickShare,
  screenRhythm,
  type SimCase,
  type SimCaseEvent,
} from './office-source.ts';

const SLOT_MS = 10 * MINUTE_MS;
const PAYMENTS_PER_DAY = 3_400;
const FAILED_SHARE = 0.028;
/** So many are in the bank's first file, which has come by this time after they began. */
const FIRST_NIGHT_SHARE = 0.997;
const FIRST_NIGHT_WITHIN_MS = 30 * HOUR_MS;
const AMOUNTS = [
  [0.5, 30_000],
  [0.2, 8_000],
  [0.15, 100_000],
  [0.1, 250_000],
  [0.05, 1_500_000],
] as const;

export function makeNationalPortal(office: Office): CaseSource {
  const noise = office.noise('national-portal');
  return {
    system: 'national-portal',
    slotMs: SLOT_MS,
    longestMs: 12 * DAY_MS,
    casesIn(slot, aliveAtMs) {
      const tMs = slot * SLOT_MS;
      const mean = ((PAYMENTS_PER_DAY * SLOT_MS) / DAY_MS) * screenRhythm(office, tMs);
      const count = noise.count(-1, slot, mean);
      const isLongAgo = tMs + SLOT_MS + FIRST_NIGHT_WITHIN_MS < aliveAtMs;
      const cases: SimCase[] = [];
      for (let n = 0; n < count; n += 1) {
        const draw = caseDraw(noise, slot, n);
        if (isLongAgo && draw(5) < FIRST_NIGHT_SHARE) continue;
        const startMs = tMs + Math.floor(draw(0) * SLOT_MS);
        cases.push({ ...drawPayment(office, startMs, draw), id: `T${slot.toString(36)}-${n.toString(36)}` });
      }
      return cases;
    },
  };
}

function drawPayment(
  office: Office,
  startMs: number,
  draw: (purpose: number) => number,
): Omit<SimCase, 'id'> {
  const attack = Math.max(
    office.world.attackOn('national-portal', startMs),
    0.6 * office.world.attackOn('one-stop', startMs),
  );
  const isFailed = draw(1) < FAILED_SHARE + 0.7 * attack;
  const owedVnd = pickShare(AMOUNTS, draw(2))[1];
  const endMs = startMs + Math.round((10 + 110 * draw(3)) * 1_000);
  const head = {
    procedure: 'thanh-toan',
    unit: office.unit(draw(4)),
    channel: 'national-portal',
    fee: { owedVnd, paidOnline: !isFailed },
  };
  const begun: SimCaseEvent[] = [{ tMs: startMs, state: 'initiated' }];
  if (isFailed) return { head, events: [...begun, { tMs: endMs, state: 'failed' }] };
  const { time } = office;
  // The bank's file comes in the night; some payments wait for a later one.
  const nights = draw(5) < FIRST_NIGHT_SHARE ? 1 : 2 + Math.floor(8 * draw(6));
  const night = time.startOfDay(time.dayOf(endMs) + nights);
  const reconciledMs = Math.round(night + 2 * HOUR_MS + draw(7) * HOUR_MS);
  return {
    head,
    events: [...begun, { tMs: endMs, state: 'paid' }, { tMs: reconciledMs, state: 'reconciled' }],
  };
}
