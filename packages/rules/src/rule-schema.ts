import type { Rule } from '@metropane/city';
import { z } from 'zod';
import type { Checked } from './rule-fault.ts';

const id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'expected lower-case letters, digits and hyphens');
const name = z.strictObject({ vi: z.string().min(1).max(200), en: z.string().min(1).max(200) });
/** A sentence that an operator reads. */
const text = z.strictObject({ vi: z.string().min(1).max(1_000), en: z.string().min(1).max(1_000) });
const expression = z.string().trim().min(1).max(2_000);
const inputName = z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]{0,39}$/, 'expected a name as of a variable');
const severity = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]);
const plain = z.string().min(1).max(128);
const window = z.enum(['PT10S', 'PT1M', 'PT5M', 'PT1H']);
const statistic = z.enum(['n', 'sum', 'mean', 'min', 'max', 'first', 'last']);
const DAY_MS = 86_400_000;
const delay = z.int().min(0).max(DAY_MS);
const span = z
  .int()
  .min(1_000)
  .max(7 * DAY_MS);
const radius = z.number().positive().max(20_000);
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'expected HH:mm');

const input = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('window'),
    metric: plain,
    window,
    statistic,
    domain: plain.optional(),
    entity: plain.optional(),
  }),
  z.strictObject({ kind: z.literal('rate'), metric: plain, spanMs: span }),
  z.strictObject({
    kind: z.literal('near'),
    domain: plain,
    metric: plain,
    window,
    statistic,
    radiusM: radius,
    combine: z.enum(['count', 'min', 'mean', 'max', 'sum']),
  }),
  z.strictObject({ kind: z.literal('silence'), metric: plain.optional() }),
  z.strictObject({ kind: z.literal('repeat'), rule: id, spanMs: span }),
  z.strictObject({ kind: z.literal('reports'), category: plain, spanMs: span, radiusM: radius.optional() }),
  z.strictObject({ kind: z.literal('threshold'), threshold: plain, level: plain }),
  z.strictObject({ kind: z.literal('baseline'), metric: plain, bound: z.enum(['low', 'mid', 'high']) }),
  z.strictObject({ kind: z.literal('indicator'), indicator: plain }),
  z.strictObject({ kind: z.literal('number'), value: z.number() }),
]);

/** A rule as it stands in `rules.yaml` and in a `rule` entry of the journal. */
export const ruleSchema = z.strictObject({
  id,
  name,
  per: z.enum(['entity', 'ward', 'city']),
  domain: plain,
  entities: z.array(plain).min(1).max(5_000).optional(),
  inputs: z
    .record(inputName, input)
    .refine((inputs) => Object.keys(inputs).length > 0 && Object.keys(inputs).length <= 16, {
      message: 'expected 1 to 16 inputs',
    }),
  when: expression,
  clear: expression.optional(),
  onDelayMs: delay.optional(),
  offDelayMs: delay.optional(),
  minCompleteness: z.number().min(0).max(1).optional(),
  schedule: z
    .strictObject({ days: z.array(z.int().min(1).max(7)).min(1).optional(), from: clock, to: clock })
    .optional(),
  shows: z.strictObject({ value: inputName, limit: z.union([inputName, z.number()]).optional() }).optional(),
  severity,
  respondWithinMs: z.int().min(1_000).max(DAY_MS),
  severities: z
    .array(z.strictObject({ when: expression, severity }))
    .max(4)
    .optional(),
  isLatching: z.boolean().optional(),
  suppressedBy: z
    .strictObject({ rules: z.array(id).min(1).max(20), withinM: radius.optional(), reason: text })
    .optional(),
  category: plain,
  cause: text,
  consequence: text,
  response: text,
  sop: plain.optional(),
  position: plain.optional(),
  isEnabled: z.boolean().default(true),
  source: z.string().min(1).max(500),
});

/** A rule of unknown origin: its shape only, which `compileRule` then gives meaning. The fault is the first one found. */
export function parseRule(value: unknown): Checked<Rule> {
  const parsed = ruleSchema.safeParse(value);
  if (parsed.success) return { ok: true, value: withoutUndefined(parsed.data) as Rule };
  const issue = parsed.error.issues[0]!;
  const field = issue.path.map(String).join('.') || 'rule';
  return { ok: false, fault: { code: 'schema', message: `${field}: ${issue.message}`, field } };
}

/** Optional fields that zod types as `undefined` are left out; the parsed value holds none. */
function withoutUndefined(value: object): object {
  return JSON.parse(JSON.stringify(value)) as object;
}
