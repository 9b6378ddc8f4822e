/** A name in both languages of the screens. */
type Name = { vi: string; en: string };

/**
 * What makes an alarm, as data. A condition without a response is no alarm (ISA-18.2): a rule must say cause, consequence, response
 * and the time there is to respond.
 */
export interface Rule {
  id: string;
  name: Name;
  /** One condition per entity of `domain`, per ward, or one for the city. */
  per: 'entity' | 'ward' | 'city';
  /** Of the watched entities; for `ward` and `city` of the readings that are combined. */
  domain: string;
  /** Only these of the domain. */
  entities?: string[];
  /** What `when` and `clear` may name. */
  inputs: Record<string, RuleInput>;
  /** CEL over the inputs: true = the condition holds. */
  when: string;
  /** CEL: true = it has ended. Absent: it has ended when `when` is false. The gap between the two is the hysteresis. */
  clear?: string;
  /** How long `when` must hold before the alarm is raised, and `clear` before it returns; event time. */
  onDelayMs?: number;
  offDelayMs?: number;
  /** Share of the expected readings that a window must hold (0–1); below it the rule neither raises nor clears. */
  minCompleteness?: number;
  /** Civil times of the city at which the rule watches; absent: always. */
  schedule?: RuleSchedule;
  /** The input shown as the value, and the limit beside it (an input, or a number). */
  shows?: { value: string; limit?: string | number };
  /** Consequence (1 life safety … 4 information) and the time to respond give the priority (`priorityOf`). */
  severity: 1 | 2 | 3 | 4;
  respondWithinMs: number;
  /** CEL → severity by what is measured; the first that holds wins, and raises or lowers an alarm that stands. */
  severities?: { when: string; severity: 1 | 2 | 3 | 4 }[];
  isLatching?: boolean;
  /** While an alarm of one of these rules stands on the same key, or on one within `withinM`, this one is suppressed by design. */
  suppressedBy?: { rules: string[]; withinM?: number; reason: Name };
  /** Report category: the kind of incident, and with it agency and SOP. */
  category: string;
  cause: Name;
  consequence: Name;
  response: Name;
  sop?: string;
  /** Duty position that responds; absent: the one that has the category. */
  position?: string;
  isEnabled: boolean;
  /** Where limits come from, for a reader. */
  source: string;
}

/** One number (or null: nothing measured, which makes a comparison with it neither true nor false). */
export type RuleInput =
  | {
      kind: 'window';
      metric: string;
      window: 'PT10S' | 'PT1M' | 'PT5M' | 'PT1H';
      statistic: RuleStatistic;
      domain?: string;
      entity?: string;
    }
  /** Change per hour between two moments `spanMs` apart. */
  | { kind: 'rate'; metric: string; spanMs: number }
  /** Other entities of a domain within `radiusM`: how many have a window value, or what their values combine to. */
  | {
      kind: 'near';
      domain: string;
      metric: string;
      window: 'PT10S' | 'PT1M' | 'PT5M' | 'PT1H';
      statistic: RuleStatistic;
      radiusM: number;
      combine: 'count' | 'min' | 'mean' | 'max' | 'sum';
    }
  /** Milliseconds since the newest event of the entity (of one metric), in the time of the room; null before the first. */
  | { kind: 'silence'; metric?: string }
  /** How often a rule began on this key in the last `spanMs`. */
  | { kind: 'repeat'; rule: string; spanMs: number }
  /** Distinct reports of a category in the last `spanMs`, within `radiusM` of the key or in its ward. */
  | { kind: 'reports'; category: string; spanMs: number; radiusM?: number }
  /** A dated level of the city pack, as of the event. */
  | { kind: 'threshold'; threshold: string; level: string }
  /** What is usual at this time of day and week: from the newest fitted model; null without one. */
  | { kind: 'baseline'; metric: string; bound: 'low' | 'mid' | 'high' }
  /** A figure of the command centre, as its tile shows it. */
  | { kind: 'indicator'; indicator: string }
  | { kind: 'number'; value: number };

export type RuleStatistic = 'n' | 'sum' | 'mean' | 'min' | 'max' | 'first' | 'last';

export interface RuleSchedule {
  /** ISO weekdays, 1 = Monday; absent: every day. */
  days?: number[];
  /** `HH:mm`, local; `to` may lie before `from`: over midnight. */
  from: string;
  to: string;
}

/** A rule as it is in force. Revisions count from 1 and never come again. */
export interface RuleRevision {
  rule: Rule;
  revision: number;
  /** Person, or `city-pack`. */
  by: string;
  atMs: number;
  /** Taken out by the centre itself: it broke or exceeded its step limit. */
  disabled?: { reason: string; atMs: number };
}
