/** Alerts of the information-security centre, around the clock. An attack on any system of the city raises them. */
import { CITY_SYSTEMS } from '@metropane/city';
import {
  caseDraw,
  type CaseSource,
  DAY_MS,
  HOUR_MS,
  MINUTE_MS,
  type Office,
  pickShare,
  type SimCase,
  waiting,
} from './office-source.ts';

const SLOT_MS = 10 * MINUTE_MS;
/** Six analysts at fifteen alerts a day. */
const ALERTS_PER_DAY = 90;
/** At full strength alerts come so many times as often. */
const ATTACKED_TIMES = 40;
/** Share, severity, hours to remediate by, mean hours that it takes. */
const SEVERITIES = [
  [0.03, 'critical', 4, 1.2],
  [0.12, 'high', 8, 2.5],
  [0.4, 'medium', 24, 6],
  [0.45, 'low', 72, 14],
] as const;

export function makeSecurityCentre(office: Office): CaseSource {
  const noise = office.noise('security-centre');
  return {
    system: 'security-centre',
    slotMs: SLOT_MS,
    longestMs: 8 * DAY_MS,
    tellsPastMs: 2 * DAY_MS,
    casesIn(slot) {
      const tMs = slot * SLOT_MS;
      const attack = strongestAttack(office, tMs);
      const perSlot = (ALERTS_PER_DAY * SLOT_MS) / DAY_MS;
      const count = noise.count(-1, slot, perSlot * (1 + ATTACKED_TIMES * attack));
      const cases: SimCase[] = [];
      for (let n = 0; n < count; n += 1) {
        const draw = caseDraw(noise, slot, n);
        const startMs = tMs + Math.floor(draw(0) * SLOT_MS);
        cases.push({
          ...drawAlert({ startMs, draw, attack }),
          id: `S${slot.toString(36)}-${n.toString(36)}`,
        });
      }
      return cases;
    },
  };
}

function strongestAttack({ world }: Office, tMs: number): number {
  return CITY_SYSTEMS.reduce((most, { code }) => Math.max(most, world.attackOn(code, tMs)), 0);
}

function drawAlert({
  startMs,
  draw,
  attack,
}: {
  startMs: number;
  draw: (purpose: number) => number;
  attack: number;
}): Omit<SimCase, 'id'> {
  // Of an attack that goes on more is worse and less is a false alarm.
  const [, procedure, dueHours, meanHours] = pickShare(SEVERITIES, draw(1) * (1 - 0.7 * attack));
  const alertedMs = Math.round(startMs + waiting(draw(2), 14 * MINUTE_MS) + 20_000);
  const startedMs = Math.round(
    alertedMs + (1 + waiting(draw(3), (5 + 20 * attack) * MINUTE_MS) / MINUTE_MS) * MINUTE_MS,
  );
  const isFalse = draw(4) < 0.34 * (1 - 0.8 * attack);
  const workMs = isFalse ? waiting(draw(5), HOUR_MS) : waiting(draw(5), meanHours * HOUR_MS);
  const endMs = Math.round(startedMs + 2 * MINUTE_MS + Math.min(workMs, 6 * DAY_MS));
  const isEscalated = !isFalse && draw(6) < (dueHours <= 8 ? 0.7 : 0.12);
  return {
    head: { procedure, dueAtMs: alertedMs + dueHours * HOUR_MS },
    events: [
      // Found out with the alert: told when it was raised, for a moment before.
      { tMs: startMs, state: 'attacked', toldMs: alertedMs },
      { tMs: alertedMs, state: 'alerted' },
      { tMs: startedMs, state: 'investigating' },
      ...(isEscalated ? [{ tMs: startedMs + MINUTE_MS, state: 'escalated' }] : []),
      { tMs: endMs, state: isFalse ? 'false-positive' : 'remediated' },
    ],
  };
}
