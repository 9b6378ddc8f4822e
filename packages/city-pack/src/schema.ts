/**
 * What the files of a pack may hold, field by field. References between files and shapes are checked later
 * (pack-references.ts): here each file is looked at alone. YAML objects are strict, so that a misspelt key is a fault, not a
 * silence; GeoJSON and CSV may carry more than is used.
 */
import { z } from 'zod';

const lonLat = z
  .tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)], {
    error: 'expected [longitude, latitude] in degrees',
  })
  .rest(z.number())
  .transform(([lon, lat]) => [lon, lat] as const);
const id = z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'expected an id of a-z, 0-9 and "-"');
const entity = z
  .string()
  .regex(/^[A-Za-z0-9_.:~-]{1,128}$/, 'expected an entity id of A-Z a-z 0-9 _ . : ~ -');
const domain = z.string().regex(/^[a-z0-9-]{1,32}$/, 'expected a domain of a-z, 0-9 and "-"');
const metric = z
  .string()
  .regex(/^[a-z][A-Za-z0-9]*$/, 'expected a camelCase metric with its unit, as speedKmh');
const text = z.string().trim().min(1);
const name = z.strictObject({ vi: text, en: text });
const bbox = z
  .tuple([z.number(), z.number(), z.number(), z.number()])
  .refine(
    ([w, s, e, n]) => w < e && s < n,
    'expected [west, south, east, north] with west < east and south < north',
  );
const priority = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)], {
  error: 'expected a priority 1, 2, 3 or 4',
});
const windowName = z.enum(['PT10S', 'PT1M', 'PT5M', 'PT1H', 'PT5M/PT10S']);
const isoDate = z.iso.date();
const positive = z.number().positive();

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false; // the only way to ask: the list of supported zones leaves out aliases
  }
}

const view = z.strictObject({ id, name, centre: lonLat, zoom: z.number().min(0).max(22), bbox });
const roadClass = z.enum(['motorway', 'trunk', 'primary', 'secondary', 'tertiary', 'minor']);

const thresholdEdition = z.strictObject({
  validFrom: isoDate,
  validTo: isoDate.optional(),
  source: text,
  levels: z.array(z.strictObject({ name: text, value: z.number(), priority })).min(1),
});

export const citySchema = z.strictObject({
  extends: text.optional(),
  id,
  name,
  zone: text.refine(isZone, 'expected an IANA time zone, as Asia/Ho_Chi_Minh'),
  centre: lonLat,
  bbox,
  views: z.strictObject({ main: view, insets: z.array(view) }),
  roadClasses: z.partialRecord(roadClass, z.strictObject({ freeFlowKmh: positive, maxKmh: positive })),
  thresholds: z
    .array(z.strictObject({ id, domain, entity, metric, editions: z.array(thresholdEdition).min(1) }))
    .default([]),
  categories: z.array(z.strictObject({ id, name, agency: text, defaultSeverity: priority })).default([]),
});

const numberCell = z
  .string({ error: 'expected a number, found an empty cell' })
  .refine((cell) => Number.isFinite(Number(cell)), 'expected a number')
  .transform(Number);
const cell = z.string({ error: 'expected text, found an empty cell' });
const lonCell = numberCell.refine((lon) => Math.abs(lon) <= 180, 'expected a longitude in degrees');
const latCell = numberCell.refine((lat) => Math.abs(lat) <= 90, 'expected a latitude in degrees');
const positiveCell = numberCell.refine((n) => n > 0, 'expected a number above 0');

export const unitRowsSchema = z
  .array(
    z.object({
      code: cell,
      name: cell,
      full_name: cell,
      ascii: cell,
      lon: lonCell,
      lat: latCell,
      area_km2: positiveCell,
      former_district: z.string().optional(),
    }),
  )
  .min(1, 'expected at least one unit');

export const placeRowsSchema = z.array(
  z.object({ id, name_vi: cell, name_en: cell, kind: id, lon: lonCell, lat: latCell }),
);
export const bridgeRowsSchema = z.array(
  z.object({ id, name: cell, lon: lonCell, lat: latCell, length_m: positiveCell }),
);

const line = z.object({
  type: z.literal('LineString'),
  coordinates: z.array(lonLat).min(2, 'a line has two points or more'),
});
const ring = z.array(lonLat).min(4, 'a ring has four points or more, the first repeated at the end');
const polygon = z.object({ type: z.literal('Polygon'), coordinates: z.array(ring).min(1) });
const multiPolygon = z.object({
  type: z.literal('MultiPolygon'),
  coordinates: z.array(z.array(ring).min(1)).min(1),
});
const area = z.discriminatedUnion('type', [polygon, multiPolygon], {
  error: 'expected a Polygon or MultiPolygon',
});
const stretch = z.discriminatedUnion('type', [line, polygon, multiPolygon], {
  error: 'expected a LineString, Polygon or MultiPolygon',
});

function collectionOf<P extends z.ZodType, G extends z.ZodType>(properties: P, geometry: G) {
  const feature = z.object({ type: z.literal('Feature'), properties, geometry });
  return z.object({ type: z.literal('FeatureCollection'), features: z.array(feature).min(1) });
}

export const outlineSchema = collectionOf(z.unknown(), area);
export const wardsSchema = collectionOf(
  z.object({ code: z.coerce.string(), name: text, fullName: text.optional(), areaKm2: positive.optional() }),
  area,
);
export const roadsSchema = collectionOf(
  z.object({
    id,
    name: text,
    class: roadClass,
    freeFlowKmh: positive.optional(),
    maxKmh: positive.optional(),
    lanes: z.int().positive().optional(),
  }),
  line,
);
export const waterSchema = collectionOf(
  z.object({
    id,
    name: text,
    kind: z.enum(['river', 'canal', 'lake', 'sea']),
    widthM: z.union([positive, z.array(positive).min(1)]).optional(),
  }),
  stretch,
);
export const parksSchema = collectionOf(
  z.object({ id, name: text, kind: z.enum(['park', 'airport', 'zoo', 'campus', 'port', 'mangrove']) }),
  area,
);

const range = z
  .tuple([z.number(), z.number()])
  .refine(([lo, hi]) => lo < hi, 'expected [lowest, highest] with lowest < highest');
export const stationsSchema = z.strictObject({
  metrics: z.record(metric, z.strictObject({ unit: text, expectedEveryMs: z.int().positive(), range })),
  stations: z.array(
    z.strictObject({
      domain,
      entity,
      name,
      loc: lonLat,
      /** Names from `metrics` above, so that ranges and periods are typed once. */
      metrics: z.array(metric).min(1),
      datum: text.optional(),
      expectedEveryMs: z.int().positive().optional(),
    }),
  ),
});

const indicatorSource = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('observed'),
    domain,
    metric,
    entities: z.array(entity).min(1).optional(),
    aggregate: z.enum(['mean', 'last', 'sum', 'count', 'max', 'onTimeShare', 'sumOfMeans']),
  }),
  z.strictObject({ kind: z.literal('builtin'), figure: z.enum(['openIncidents', 'devicesOnlinePct']) }),
]);

const panelBase = { id, name, window: windowName };
export const panelsSchema = z.strictObject({
  indicators: z.array(
    z.strictObject({
      id,
      name,
      unit: text,
      decimals: z.int().min(0).max(4),
      source: indicatorSource,
      periodMs: z.int().positive(),
      window: windowName,
      direction: z.enum(['highIsBad', 'lowIsBad', 'neutral']),
      levels: z.array(z.strictObject({ priority, at: z.number(), clear: z.number() })).default([]),
    }),
  ),
  panels: z.array(
    z.discriminatedUnion('kind', [
      z.strictObject({
        ...panelBase,
        kind: z.literal('corridors'),
        corridors: z.array(z.strictObject({ id, name: text, roads: z.array(id).min(1) })).min(1),
      }),
      z.strictObject({ ...panelBase, kind: z.literal('level'), domain, entity, metric, threshold: id }),
      z.strictObject({
        ...panelBase,
        kind: z.literal('heat'),
        domain,
        metric,
        entities: z.array(entity).min(1),
      }),
    ]),
  ),
});
