/** What the files about people and rules may hold: who answers, by which steps, on which days, judged by which bands. */
import { z } from 'zod';
import {
  cell,
  domain,
  entity,
  id,
  isoDate,
  latCell,
  lonCell,
  lonLat,
  metric,
  name,
  positive,
  priority,
  text,
} from './schema-parts.ts';
import { collectionOf, line } from './schema.ts';

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'expected a time of day as 06:00');
const colour = z.string().regex(/^#[0-9A-Fa-f]{6}$/, 'expected a colour as #00E400');
const year = z.int().min(1900).max(2200);

export const agenciesSchema = z.strictObject({
  agencies: z
    .array(
      z.strictObject({
        id,
        name,
        kind: z.enum([
          'government',
          'department',
          'police',
          'fire',
          'medical',
          'utility',
          'operator',
          'hotline',
        ]),
        phone: text.optional(),
      }),
    )
    .min(1, 'expected at least one agency'),
  posts: z
    .array(z.strictObject({ id, agency: id, name, loc: lonLat, illustrative: z.boolean().default(false) }))
    .default([]),
  shifts: z.array(z.strictObject({ id, name, from: clockTime, to: clockTime })).default([]),
});

export const sopsSchema = z.strictObject({
  sops: z.array(
    z.strictObject({
      id,
      name,
      categories: z.array(id).default([]),
      /** Applies from this severity up (1 is the worst); absent: to every severity. */
      severityUpTo: priority.optional(),
      alarms: z.array(z.strictObject({ threshold: id, level: text })).default([]),
      source: text,
      steps: z
        .array(
          z.strictObject({
            id,
            text: name,
            role: z.enum(['operator', 'supervisor', 'agency']),
            agency: id.optional(),
            withinMin: positive.optional(),
          }),
        )
        .min(1, 'expected at least one step'),
    }),
  ),
});

export const calendarSchema = z.strictObject({
  years: z.array(year).min(1),
  weekend: z.array(z.int().min(1).max(7, 'expected an ISO weekday, 1 Monday to 7 Sunday')),
  holidays: z.array(
    z
      .strictObject({
        name,
        from: isoDate,
        to: isoDate.optional(),
        source: text,
        provisional: z.boolean().default(false),
      })
      .refine(({ from, to }) => to === undefined || from <= to, 'must not end before it starts'),
  ),
  swaps: z.array(z.strictObject({ off: isoDate, work: isoDate, source: text })).default([]),
  periods: z
    .array(
      z.strictObject({
        id,
        name,
        every: z.enum(['day', 'month']),
        dayOfMonth: z.int().min(1).max(28).optional(),
        at: clockTime,
      }),
    )
    .default([]),
});

export const scalesSchema = z.strictObject({
  scales: z.array(
    z.strictObject({
      id,
      name,
      unit: text,
      domain: domain.optional(),
      metric: metric.optional(),
      editions: z
        .array(
          z.strictObject({
            validFrom: isoDate,
            validTo: isoDate.optional(),
            source: text,
            certain: z.boolean().default(true),
            when: z.record(z.string(), text).optional(),
            hours: z.strictObject({ from: clockTime, to: clockTime }).optional(),
            classes: z
              .array(
                z.strictObject({
                  id,
                  name,
                  from: z.number(),
                  to: z.number().optional(),
                  colour: colour.optional(),
                  also: z.record(metric, z.number()).optional(),
                }),
              )
              .min(1),
            breakpoints: z.record(z.string(), z.array(z.number()).min(2)).optional(),
          }),
        )
        .min(1),
    }),
  ),
});

export const groupingsSchema = z.strictObject({
  groupings: z.array(
    z.strictObject({
      id,
      name,
      validFrom: isoDate.optional(),
      validTo: isoDate.optional(),
      source: text,
      groups: z.array(z.strictObject({ id, name, units: z.array(z.string()).min(1) })).min(1),
    }),
  ),
});

export const linesSchema = z.strictObject({
  lines: z.array(
    z.strictObject({
      id,
      name,
      domain,
      colour: colour.optional(),
      stations: z.array(entity).min(2, 'a line has two stations or more'),
    }),
  ),
});

export const cameraRowsSchema = z.array(
  z.strictObject({
    id: entity,
    name_vi: cell,
    name_en: z.string().optional(),
    lon: lonCell,
    lat: latCell,
    agency: id.optional(),
  }),
);

export const busStopRowsSchema = z.array(
  z.strictObject({ id: entity, name: cell, lon: lonCell, lat: latCell }),
);

export const busRoutesSchema = collectionOf(
  z.strictObject({
    id: entity,
    number: text,
    name: text,
    outbound: z.boolean(),
    minutes: positive.optional(),
    stops: z.array(entity).min(2, 'a route has two stops or more'),
  }),
  line,
);
