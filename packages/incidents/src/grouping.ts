import { causesDirectly, isAreal, isLifeSafety, isSymptom, mayCause } from './causes.ts';
import type { GroupingReason } from './incident-parts.ts';
import type { Incident } from './incident.ts';
import { sameWords } from './same-words.ts';
import { REASON_OF_NETWORK } from './topology-index.ts';
import type { CausePaths } from './topology-index.ts';

/**
 * When a report or an alarm is one more word about a known incident. In this order, the first that holds:
 * - it names the same thing: same category and same entity or key (a flooded gauge that reports every minute is one incident);
 * - a network brings the one from the other, or both from one place (`topology-index.ts`), within the lags;
 * - same category, within 150 m of the incident's place and 30 min of its events (500 m and 5 min for sensors of what is mostly an
 *   effect: queues, smoke, lights);
 * - a report of the same category in nearly the same words, within 400 m;
 * - one may cause the other (`causes.ts`), within 500 m, or for alarms in one ward where the cause reaches over a ward.
 * Why 150 m and 30 min: callers place an accident by the nearest address or junction, about 100 m off in dense streets, and calls
 * about one event come within minutes; two fires 200 m apart, or at one corner in the morning and at night, must stay two.
 * The place is that of the first report, and a network join must share a possible cause with *all* that was joined over networks, so
 * that no chain walks across the city. Where lives are at stake only the first and the third hold: a wrong merge hides an
 * incident, a needless second one costs an operator a glance.
 */
export const JOIN_RADIUS_M = 150;
export const JOIN_WINDOW_MS = 30 * 60_000;
export const CAUSE_RADIUS_M = 500;
export const SAME_WORDS_RADIUS_M = 400;
const SAME_WORDS_SHARE = 0.5;
const WARD_RADIUS_M = 1_500;
/** Sensors see a cause later than its effect by up to this. */
const DISORDER_MS = 10 * 60_000;

/** Two queues have one bottleneck when it is this many segments ahead, at most. */
const MAX_QUEUE_HOPS = 2;
/** Sensors that show the effects of one cause lie this near and speak within this time. */
const SYMPTOM_RADIUS_M = CAUSE_RADIUS_M;
const SYMPTOM_WINDOW_MS = 5 * 60_000;

const METRES_PER_DEGREE = 111_195;

/** Event times of an incident's reports and alarms so far. */
export interface EventSpan {
  firstMs: number;
  lastMs: number;
}

/** What is to be placed: a report or an alarm, reduced to what grouping asks. */
export interface Subject {
  category: string;
  tMs: number;
  loc?: readonly [number, number] | undefined;
  entity?: string | undefined;
  unit?: string | undefined;
  /** Only alarms: what is watched, and where its condition may have come from. */
  key?: string | undefined;
  paths: CausePaths;
  /** Only reports. */
  words?: ReadonlySet<string> | undefined;
}

/** An open incident, reduced to what grouping asks. */
export interface Grouped {
  incident: Incident;
  span: EventSpan;
  /** Of everything that was grouped into it. */
  categories: ReadonlySet<string>;
  /** Keys of its alarms. */
  keys: ReadonlySet<string>;
  /** Places that may have caused all that came over networks; the alarms' own keys included. */
  common: ReadonlySet<string>;
  /** An alarm of it is active: what it brings about may still come. */
  isActive: boolean;
  words: ReadonlySet<string>;
}

/** `consequence`: something in the incident explains it. `root`: it explains what is there. `peer`: neither, the same thing again. */
export interface Relation {
  why: GroupingReason;
  role: 'consequence' | 'root' | 'peer';
  /** Of several incidents the one with the least is joined. */
  fit: number;
}

/** Metres between two places, by the plane that touches the earth between them: better than 0.1 % over a few kilometres. */
export function distanceM(a: readonly [number, number], b: readonly [number, number]): number {
  const meanLat = ((a[1] + b[1]) / 2) * (Math.PI / 180);
  const east = (a[0] - b[0]) * Math.cos(meanLat);
  const north = a[1] - b[1];
  return Math.hypot(east, north) * METRES_PER_DEGREE;
}

/** How the subject belongs to an open incident; undefined = it does not. */
export function relationOf(subject: Subject, grouped: Grouped): Relation | undefined {
  const { incident, categories } = grouped;
  if (incident.state === 'closed') return undefined;
  const isSame = subject.category === incident.category || categories.has(subject.category);
  if (isSame && isSameThing(subject, grouped))
    return peer(subject, grouped, { why: { kind: 'same-key' }, fit: 0 });
  const isGuarded = isLifeSafety(subject.category);
  return (
    (isGuarded ? undefined : overNetwork(subject, grouped)) ??
    (isSame ? nearSame(subject, grouped) : undefined) ??
    (isGuarded ? undefined : byCause(subject, grouped))
  );
}

/** True when the subject is a possible cause of an open incident, which has none in it yet. */
export function explains(subject: Subject, grouped: Grouped): boolean {
  if (grouped.incident.state === 'closed') return false;
  const relation = overNetwork(subject, grouped) ?? byCause(subject, grouped);
  return relation?.role === 'root';
}

function isSameThing({ key, entity }: Subject, { keys, incident }: Grouped): boolean {
  if (key !== undefined && keys.has(key)) return true;
  return entity !== undefined && entity === incident.entity;
}

/** Over a network: a member lies where it may come from, it lies where members may come from, or both have one possible source. */
function overNetwork(subject: Subject, grouped: Grouped): Relation | undefined {
  const { key, paths, category } = subject;
  const { common, keys, categories } = grouped;
  if (key === undefined || common.size === 0) return undefined;
  const isKin = [...categories].some(
    (other) => other === category || mayCause(other, category) || mayCause(category, other),
  );
  if (common.has(key) && !keys.has(key)) {
    if (!isKin || !isInTime(subject, grouped, 0)) return undefined;
    return { why: reason(subject, grouped, { kind: 'shared-cause', of: key }), role: 'root', fit: 1_000 };
  }
  let best:
    | { of: string; hops: number; lagMs: number; kind: GroupingReason['kind']; isMember: boolean }
    | undefined;
  for (const [place, path] of paths) {
    if (!common.has(place)) continue;
    const isMember = keys.has(place);
    // Roads fan out: two queues with one junction far ahead need not be one matter. A feeder without power is.
    if (!isMember && path.kind === 'road' && path.hops > MAX_QUEUE_HOPS) continue;
    if (best === undefined || (isMember && !best.isMember)) {
      best = { of: place, hops: path.hops, lagMs: path.lagMs, kind: REASON_OF_NETWORK[path.kind], isMember };
    }
    if (best.isMember) break;
  }
  if (best === undefined || !isInTime(subject, grouped, best.lagMs)) return undefined;
  if (best.isMember ? !isKin : !isKin && !haveCommonCause(category, categories)) return undefined;
  const why = reason(subject, grouped, { kind: best.kind, of: best.of, hops: best.hops });
  return {
    why,
    role: best.isMember ? 'consequence' : 'peer',
    fit: (best.isMember ? 2_000 : 3_000) + best.hops,
  };
}

function nearSame(subject: Subject, grouped: Grouped): Relation | undefined {
  const { incident, span } = grouped;
  if (subject.loc === undefined || incident.loc === undefined) return undefined;
  const { firstMs, lastMs } = span;
  if (subject.tMs < firstMs - JOIN_WINDOW_MS || subject.tMs > lastMs + JOIN_WINDOW_MS) return undefined;
  const metres = distanceM(subject.loc, incident.loc);
  if (metres <= JOIN_RADIUS_M) return peer(subject, grouped, { why: { kind: 'near' }, fit: metres });
  if (isSymptomNear(subject, span, metres))
    return peer(subject, grouped, { why: { kind: 'near' }, fit: metres });
  if (metres > SAME_WORDS_RADIUS_M || subject.words === undefined || isLifeSafety(subject.category)) {
    return undefined;
  }
  // Two named things are two, however alike they are told.
  if (subject.entity !== undefined && incident.entity !== undefined) return undefined;
  const share = sameWords(subject.words, grouped.words);
  if (share < SAME_WORDS_SHARE) return undefined;
  return peer(subject, grouped, {
    why: { kind: 'near', sameWords: Math.round(share * 100) / 100 },
    fit: metres,
  });
}

/** Sensors only: two callers about two street lights ask for two repairs. */
function isSymptomNear(
  { key, category, tMs }: Subject,
  { firstMs, lastMs }: EventSpan,
  metres: number,
): boolean {
  if (key === undefined || metres > SYMPTOM_RADIUS_M || !isSymptom(category)) return false;
  return tMs >= firstMs - SYMPTOM_WINDOW_MS && tMs <= lastMs + SYMPTOM_WINDOW_MS;
}

/** By the table of causes: what is there explains it, or it explains what is there. */
function byCause(subject: Subject, grouped: Grouped): Relation | undefined {
  const { incident, categories } = grouped;
  // From sensors two arrows are taken, from callers one: a cyber attack and a queue at the next corner are two matters to them.
  const leads = subject.key === undefined ? causesDirectly : mayCause;
  const cause = [...categories].find((other) => leads(other, subject.category));
  const effect = [...categories].find((other) => leads(subject.category, other));
  if (cause === undefined && effect === undefined) return undefined;
  // A report does not call by itself as an alarm does: a cause that somebody tells heads an incident of its own.
  if (cause === undefined && subject.key === undefined) return undefined;
  // A head that endangers lives keeps its incident to itself, except as the cause of what comes.
  if (cause === undefined && isLifeSafety(incident.category)) return undefined;
  if (!isInTime(subject, grouped, 0)) return undefined;
  const role = cause === undefined ? 'root' : 'consequence';
  if (subject.key !== undefined && grouped.keys.has(subject.key)) {
    return { why: reason(subject, grouped, { kind: 'same-key', of: subject.key }), role, fit: 500 };
  }
  const isPlaced = subject.loc !== undefined && incident.loc !== undefined;
  const metres = isPlaced ? distanceM(subject.loc!, incident.loc!) : undefined;
  if (metres !== undefined && metres <= CAUSE_RADIUS_M) {
    return { why: reason(subject, grouped, { kind: 'shared-cause' }), role, fit: 4_000 + metres };
  }
  // Only what is measured: a caller has a place, and what happens 1 km from it wants a look of its own.
  const isOneWard =
    subject.key !== undefined && subject.unit !== undefined && subject.unit === incident.unit?.code;
  const isWide = isAreal(cause ?? subject.category);
  if (!isOneWard || !isWide || (metres ?? 0) > WARD_RADIUS_M) return undefined;
  return {
    why: reason(subject, grouped, { kind: 'same-ward' }),
    role,
    fit: 5_000 + (metres ?? WARD_RADIUS_M),
  };
}

function peer(subject: Subject, grouped: Grouped, at: { why: GroupingReason; fit: number }): Relation {
  return { why: reason(subject, grouped, at.why), role: 'peer', fit: at.fit };
}

/** Within the time in which one may bring about the other; while the cause lasts, its effects may still come. */
function isInTime({ tMs }: Subject, { span, isActive }: Grouped, lagMs: number): boolean {
  if (tMs < span.firstMs - DISORDER_MS - lagMs) return false;
  return isActive || tMs <= span.lastMs + JOIN_WINDOW_MS + lagMs;
}

function haveCommonCause(category: string, others: ReadonlySet<string>): boolean {
  return ['power', 'flood', 'tide'].some(
    (cause) => mayCause(cause, category) && [...others].some((other) => mayCause(cause, other)),
  );
}

/** The reason with its measures, and what it was grouped with. */
function reason({ tMs, loc }: Subject, { incident, span }: Grouped, why: GroupingReason): GroupingReason {
  const metres = loc === undefined || incident.loc === undefined ? undefined : distanceM(loc, incident.loc);
  return {
    ...why,
    of: why.of ?? incident.entity ?? incident.id,
    afterMs: tMs - span.firstMs,
    ...(metres === undefined ? {} : { distanceM: Math.round(metres) }),
  };
}
