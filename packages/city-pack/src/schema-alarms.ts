/** What makes an alarm, and who answers for it. */
import { ruleSchema } from '@metropane/rules';
import { z } from 'zod';
import { id, name } from './schema-parts.ts';

/** `domain/entity`, the key of a watched thing. */
const key = z.string().regex(/^[^/\s]+\/[^/\s]+$/, 'expected domain/entity, as river/phu-an');
const kind = z.enum(['road', 'feeder', 'reach', 'drain']);
const lagMs = z.int().min(0).optional();

export const rulesSchema = z.strictObject({
  rules: z.array(ruleSchema).max(500),
  topology: z
    .array(
      z.union([
        z.strictObject({ kind, along: z.array(key).min(2), lagMs }),
        z.strictObject({ kind, from: key, to: z.array(key).min(1), lagMs }),
      ]),
    )
    .max(5_000)
    .default([]),
});

export const positionsSchema = z.strictObject({
  positions: z
    .array(z.strictObject({ id, name, categories: z.array(id).default([]) }))
    .min(1, 'expected at least one position')
    .max(50),
});
