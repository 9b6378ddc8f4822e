/**
 * Past incidents that were like this one, with a score and what makes it: kind, place, time of day and week, and which alarms called.
 * Each part is 0–1 and stated, so that a person can disagree with one of them; a part that cannot be told of the pair (one has no
 * place) is left out and the others are weighted up, since "not known" is neither alike nor different.
 */
import { distanceM } from '@metropane/incidents';
import type { Incident } from '@metropane/incidents';

export interface SimilarIncident {
  id: string;
  title: string;
  openedAtMs: number;
  /** From the first event to the end. */
  tookMs: number;
  reports: number;
  agencies: string[];
  score: number;
  parts: { category: number; place?: number; time: number; alarms?: number };
  distanceM?: number;
  /** Rules that called in both. */
  sharedRules: string[];
}

const WEIGHTS = { category: 0.35, place: 0.3, time: 0.15, alarms: 0.2 } as const;
const REACH_M = 3_000;
const HALF_DAY_MIN = 12 * 60;
const LEAST_SCORE = 0.45;

export interface CivilMinute {
  /** Of the day, 0–1439. */
  minute: number;
  isWeekend: boolean;
}
export type CivilMinuteOf = (ms: number) => CivilMinute;

/** Ended ones only, best first, of equal scores the newest. */
export function similarTo(
  incident: Incident,
  past: readonly Incident[],
  { most, civil }: { most: number; civil: CivilMinuteOf },
): SimilarIncident[] {
  return past
    .filter(({ id, state, openedAtMs }) => {
      return id !== incident.id && state === 'closed' && openedAtMs <= incident.openedAtMs;
    })
    .map((other) => compared(incident, other, civil))
    .filter(({ score }) => score >= LEAST_SCORE)
    .sort((a, b) => b.score - a.score || b.openedAtMs - a.openedAtMs)
    .slice(0, most);
}

function compared(one: Incident, other: Incident, civil: CivilMinuteOf): SimilarIncident {
  const far = one.loc === undefined || other.loc === undefined ? undefined : distanceM(one.loc, other.loc);
  const place = placeOf(one, other, far);
  const rules = rulesOf(one);
  const others = rulesOf(other);
  const sharedRules = [...rules].filter((rule) => others.has(rule));
  // Two incidents that people told of have no alarms in common: that says nothing.
  const all = new Set([...rules, ...others]).size;
  const parts = {
    category: one.category === other.category ? 1 : 0,
    ...(place === undefined ? {} : { place: rounded(place) }),
    time: rounded(timeOf(civil(one.openedAtMs), civil(other.openedAtMs))),
    ...(all === 0 ? {} : { alarms: rounded(sharedRules.length / all) }),
  };
  return {
    id: other.id,
    title: other.title,
    openedAtMs: other.openedAtMs,
    tookMs: (other.closedAtMs ?? other.updatedAtMs) - other.openedAtMs,
    reports: other.reports,
    agencies: [...new Set((other.assignments ?? []).map(({ assignee }) => assignee))],
    score: rounded(weighted(parts)),
    parts,
    ...(far === undefined ? {} : { distanceM: Math.round(far) }),
    sharedRules,
  };
}

function placeOf(one: Incident, other: Incident, far: number | undefined): number | undefined {
  if (one.entity !== undefined && one.entity === other.entity) return 1;
  const isOneWard = one.unit !== undefined && one.unit.code === other.unit?.code;
  if (far !== undefined) return Math.max(isOneWard ? 0.3 : 0, 1 - far / REACH_M);
  return one.unit === undefined || other.unit === undefined ? undefined : isOneWard ? 0.5 : 0;
}

/** By the clock, round midnight, and by working day or weekend. */
function timeOf(one: CivilMinute, other: CivilMinute): number {
  const apart = Math.abs(one.minute - other.minute);
  const round = Math.min(apart, 2 * HALF_DAY_MIN - apart);
  return 0.7 * (1 - round / HALF_DAY_MIN) + (one.isWeekend === other.isWeekend ? 0.3 : 0);
}

function rulesOf({ alarms = [] }: Incident): Set<string> {
  return new Set(alarms.map(({ ruleId }) => ruleId));
}

function weighted(parts: SimilarIncident['parts']): number {
  let sum = 0;
  let weights = 0;
  for (const [name, weight] of Object.entries(WEIGHTS) as [keyof typeof WEIGHTS, number][]) {
    const part = parts[name];
    if (part === undefined) continue;
    sum += weight * part;
    weights += weight;
  }
  return sum / weights;
}

function rounded(share: number): number {
  return Math.round(share * 1_000) / 1_000;
}
