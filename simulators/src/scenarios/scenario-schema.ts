/**
 * The written form of a scenario: a time line of causes, and what they must bring about. Every cause is something that happens in
 * the city (rain falls, a substation is lost, a car stands across the road); what a screen then shows follows from the city and is
 * never written here. Times are offsets from the start of the scenario; places are names of the city pack.
 */
import { CITY_SYSTEMS, LEVELS_OF_SERVICE } from '@metropane/city';
import { z } from 'zod';
import { parseDurationMs } from '../options/duration.ts';

const SYSTEM_CODES = CITY_SYSTEMS.map(({ code }) => code) as [string, ...string[]];
const LONGEST_MS = 4 * 3_600_000;

const id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'expected small letters, digits and hyphens');
const text = z.string().min(1).max(300);
const name = z.strictObject({ vi: text, en: text });
const metres = z.number().positive().max(200_000);
const share = z.number().min(0).max(1);

/** ISO 8601 (`PT20M`) or short (`20m`); read as milliseconds. */
const duration = z
  .string()
  .regex(/^(P(?=.*\d)[\dWDTHMS.]+|\d+(\.\d+)?(ms|s|m|min|h|d))$/, 'expected a duration such as PT20M')
  .transform((written) => parseDurationMs(written, 'scenario'));

/** Exactly one name of the pack; `road` with `near`: its segment that lies nearest to that place. */
const where = z
  .strictObject({
    place: z.string().optional(),
    bridge: z.string().optional(),
    station: z
      .string()
      .regex(/^[a-z0-9-]+\/[A-Za-z0-9_.:~-]+$/, 'expected domain/entity')
      .optional(),
    unit: z.string().optional(),
    segment: z.string().optional(),
    road: z.string().optional(),
    near: z.string().optional(),
  })
  .refine(
    ({ near, ...names }) => Object.keys(names).length === 1 && (near === undefined || 'road' in names),
    'expected one of place, bridge, station, unit, segment, or road with near',
  )
  .transform((pack) => ({ pack }));

/** When a cause acts: grows over `rampUp`, stays over `hold`, fades over `rampDown`. */
const shape = {
  at: duration,
  rampUp: duration.default(0),
  hold: duration,
  rampDown: duration.default(0),
};
const area = { centre: where, radiusM: metres };
/** The centre moves on, towards a place or away beyond it. */
const drift = z.strictObject({ towards: where, kmPerHour: z.number().positive().max(150) }).optional();

const rain = z.strictObject({
  kind: z.literal('rain'),
  ...shape,
  ...area,
  mmPerHour: z.number().positive().max(300),
  drift,
});
const wind = z.strictObject({
  kind: z.literal('wind'),
  ...shape,
  ...area,
  mps: z.number().positive().max(80),
  drift,
});
const surge = z
  .strictObject({
    kind: z.literal('surge'),
    ...shape,
    metres: z.number().positive().max(5).optional(),
    /** As high as it takes: an alarm level of the pack and how far above it. Judged by the edition of the day. */
    upTo: z
      .strictObject({ threshold: id, level: text, aboveM: z.number().min(0).max(2).default(0) })
      .optional(),
  })
  .refine((one) => (one.metres === undefined) !== (one.upTo === undefined), 'expected metres or upTo');
const power = z.strictObject({ kind: z.literal('power'), ...shape, ...area, share });
const crowd = z.strictObject({
  kind: z.literal('crowd'),
  ...shape,
  ...area,
  people: z.number().positive().max(5_000_000),
});
const attack = z.strictObject({
  kind: z.literal('attack'),
  ...shape,
  system: z.enum(SYSTEM_CODES),
  strength: share,
});
const device = z
  .strictObject({
    kind: z.literal('device'),
    at: duration,
    hold: duration,
    fault: z.enum(['silent', 'skew', 'stuck']),
    /** Seconds that the clock is off; positive: ahead. */
    byS: z.number().min(-86_400).max(86_400).optional(),
    domain: id,
    /** Absent: every entity of the domain (`within` and `share` narrow it down). */
    entities: z.array(z.string()).min(1).optional(),
    within: z.strictObject(area).optional(),
    share: share.default(1),
  })
  .refine(
    (one) => (one.fault === 'skew') === (one.byS !== undefined),
    'byS goes with skew, and only with it',
  );
const event = z.strictObject({
  kind: z.literal('event'),
  at: duration,
  lasts: duration.refine((ms) => ms > 0 && ms <= LONGEST_MS, 'expected at most PT4H'),
  category: id,
  severity: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]),
  where,
  title: z.array(text).min(1),
  description: text.optional(),
  /** What it takes from the road: the share of its capacity that is left, and towards where the queue grows. */
  blocks: z.strictObject({ capacityLeft: share, queueTowards: where.optional() }).optional(),
  /** Who tells it: `times` reports over `within`, by these in turn, each at most `spreadM` off. */
  told: z.strictObject({
    by: z.array(z.string().regex(/^[a-z0-9-]{1,32}$/)).min(1),
    times: z.int().min(1).max(500).default(1),
    within: duration.refine((ms) => ms <= 90 * 60_000, 'expected at most PT90M').default(0),
    spreadM: z.number().min(0).max(2_000).default(0),
  }),
});

const between = z.tuple([duration, duration]).refine(([from, to]) => from < to, 'must end after it starts');
const count = z.int().min(0).max(100_000);
const near = { near: where, withinM: metres };

/** What must show, each with the time between which it first does. In the file's order, for they follow from each other. */
const expectation = z.discriminatedUnion('what', [
  z.strictObject({ what: z.literal('level'), between, threshold: id, level: text }),
  z.strictObject({ what: z.literal('rain'), between, scale: id, class: id, gauges: count.default(1) }),
  z.strictObject({
    what: z.literal('flood'),
    between,
    class: z.enum(['light', 'medium', 'heavy']),
    streets: count.default(1),
  }),
  z.strictObject({
    what: z.literal('traffic'),
    between,
    ...near,
    /** Free speed over speed, at or above. */
    travelTimeIndex: z.number().min(1).max(50),
    level: z.enum(LEVELS_OF_SERVICE as [string, ...string[]]).optional(),
    segments: count.default(1),
  }),
  z.strictObject({
    what: z.literal('reports'),
    between,
    category: id,
    least: count,
    most: count.optional(),
    near: where.optional(),
    withinM: metres.optional(),
  }),
  z.strictObject({
    what: z.literal('incidents'),
    between,
    category: id,
    ...near,
    least: count.default(1),
    most: count.optional(),
    /** Reports in the largest of them. */
    reports: z.tuple([count, count]).optional(),
    /** Nobody else tells of them. */
    onlySources: z.array(z.string()).min(1).optional(),
  }),
  /** Steps of cases that an administrative system tells: as they pile up, or as they stop coming. */
  z
    .strictObject({
      what: z.literal('cases'),
      between,
      system: z.enum(SYSTEM_CODES),
      least: count.optional(),
      most: count.optional(),
    })
    .refine((one) => one.least !== undefined || one.most !== undefined, 'expected least or most'),
  z.strictObject({
    what: z.enum(['silent', 'stuck', 'skewed']),
    between,
    domain: id,
    entities: count,
    lasts: duration,
  }),
  /** A figure of one sensor passes a mark: `above` it or `below` it. */
  z
    .strictObject({
      what: z.literal('reading'),
      between,
      domain: id,
      entity: z.string(),
      metric: z.string(),
      above: z.number().optional(),
      below: z.number().optional(),
    })
    .refine((one) => (one.above === undefined) !== (one.below === undefined), 'expected above or below'),
  /**
   * An alarm of a rule of the pack, raised within the span. The centre judges it, through its fold: a simulator knows no alarms.
   * Among the alarm expectations, those that must show stand in the order of their first alarms.
   */
  z
    .strictObject({
      what: z.literal('alarm'),
      between,
      rule: id,
      /** What the rule watches: `domain/entity`, `ward/<code>` or `city`. */
      key: z
        .string()
        .regex(/^(city|[a-z0-9-]+\/[A-Za-z0-9_.:~-]+)$/, 'expected domain/entity, ward/code or city')
        .optional(),
      near: where.optional(),
      withinM: metres.optional(),
      /** The least urgent that it may be at its worst; 1 is the most urgent. */
      priority: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]).optional(),
      /** Whether an operator is called for it, or it joins what one was called for. */
      annunciated: z.boolean().optional(),
      least: count.default(1),
      most: count.optional(),
      /** In how many incidents these alarms lie at most. */
      incidents: count.optional(),
    })
    .refine((one) => one.near === undefined || one.key === undefined, 'expected key or near, not both')
    .refine((one) => (one.near === undefined) === (one.withinM === undefined), 'near goes with withinM')
    .refine((one) => one.least <= (one.most ?? Infinity), 'least is more than most'),
  /** Holds throughout: what the scenario must leave alone. */
  z.strictObject({ what: z.literal('air-untouched'), aqiBelow: z.number().positive() }),
  z.strictObject({ what: z.literal('traffic-untouched'), ...near, travelTimeIndexBelow: z.number().min(1) }),
]);

/** One file of `scenarios/library`, or one of your own. */
export const scenarioSchema = z.strictObject({
  id,
  name,
  summary: name,
  /** The pack whose names it uses. */
  city: id,
  /** The moment that it was written for: `expect` holds when it starts then, with the seed below. */
  at: z.iso.datetime({ offset: true }),
  seed: z.union([z.string(), z.number()]).default('42'),
  /** How long it runs from its start. */
  runs: duration,
  /** How long before its start the stream begins. */
  leadIn: duration.default(5 * 60_000),
  causes: z
    .array(z.discriminatedUnion('kind', [rain, wind, surge, power, crowd, attack, device, event]))
    .min(1),
  expect: z.array(expectation).min(1),
});

/** A scenario as written, times in milliseconds. */
export type WrittenScenario = z.output<typeof scenarioSchema>;
export type WrittenCause = WrittenScenario['causes'][number];
export type WrittenWhere = z.output<typeof where>;
export type Expectation = WrittenScenario['expect'][number];
