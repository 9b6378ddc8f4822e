/**
 * What the files of a pack may hold, field by field. References between files and shapes are checked later
: here each file is looked at alone. All objects are strict, so that a misspelt key is a fault, not a
 * silence; only boundaries, which others publish, may carry properties that are not used.
 */
import { z } from 'zod';
import {
  bbox,
  cell,
  domain,
  entity,
  id,
  isoDate,
  isZone,
  latCell,
  lonCell,
  lonLat,
  metric,
  name,
  positive,
  positiveCell,
  priority,
  text,
  windowName,
} from './schema-parts.ts';

/** A map of the city from elsewhere: an http(s) address, or a file beside city.yaml. */
const baseMap = z.union([
  z.strictObject({ pmtiles: text, attribution: text.optional() }),
  z.strictObject({ style: text, attribution: text.optional() }),
]);
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
  baseMap: baseMap.optional(),
  thresholds: z
    .array(
      z.strictObject({
        id,
        domain,
        entity,
        metric,
        /** Vertical datum of the levels: must be that of the station. */
        datum: text.optional(),
        editions: z.array(thresholdEdition).min(1),
      }),
    )
    .default([]),
  categories: z.array(z.strictObject({ id, name, agency: text, defaultSeverity: priority })).default([]),
});

export const unitRowsSchema = z
  .array(
    z.strictObject({
      code: cell,
      name: cell,
      full_name: cell,
      ascii: cell,
      lon: lonCell,
      lat: latCell,
      area_km2: positiveCell,
      former_district: z.string().optional(),
      valid_from: isoDate.optional(),
      valid_to: isoDate.optional(),
    }),
  )
  .min(1, 'expected at least one unit');

export const placeRowsSchema = z.array(
  z.strictObject({ id, name_vi: cell, name_en: cell, kind: id, lon: lonCell, lat: latCell }),
);
export const bridgeRowsSchema = z.array(
  z.strictObject({ id, name: cell, lon: lonCell, lat: latCell, length_m: positiveCell }),
);

/** What GeoJSON itself allows beside the shape. */
const geoMembers = { bbox: z.array(z.number()).optional() };
export const line = z.strictObject({
  ...geoMembers,
  type: z.literal('LineString'),
  coordinates: z.array(lonLat).min(2, 'a line has two points or more'),
});
const pointShape = z.strictObject({ ...geoMembers, type: z.literal('Point'), coordinates: lonLat });
const ring = z.array(lonLat).min(4, 'a ring has four points or more, the first repeated at the end');
const polygon = z.strictObject({
  ...geoMembers,
  type: z.literal('Polygon'),
  coordinates: z.array(ring).min(1),
});
const multiPolygon = z.strictObject({
  ...geoMembers,
  type: z.literal('MultiPolygon'),
  coordinates: z.array(z.array(ring).min(1)).min(1),
});
const area = z.discriminatedUnion('type', [polygon, multiPolygon], {
  error: 'expected a Polygon or MultiPolygon',
});
const stretch = z.discriminatedUnion('type', [line, polygon, multiPolygon], {
  error: 'expected a LineString, Polygon or MultiPolygon',
});

/** A FeatureCollection with at least one feature of these properties and this kind of shape. */
export function collectionOf<P extends z.ZodType, G extends z.ZodType>(properties: P, geometry: G) {
  const feature = z.strictObject({
    ...geoMembers,
    type: z.literal('Feature'),
    id: z.union([z.string(), z.number()]).optional(),
    properties,
    geometry,
  });
  return z.strictObject({
    ...geoMembers,
    type: z.literal('FeatureCollection', { error: 'expected a GeoJSON FeatureCollection' }),
    name: z.string().optional(),
    crs: wgs84.optional(),
    features: z.array(feature).min(1, 'expected at least one feature'),
  });
}

/** Older GeoJSON names its projection. Only longitude and latitude on WGS84 can be read. */
const wgs84 = z.strictObject({
  type: z.literal('name'),
  properties: z.strictObject({
    name: z
      .string()
      .regex(/CRS84$|EPSG::?4326$/, 'expected WGS84 (CRS84): write the file out in longitude and latitude'),
  }),
});

export const outlineSchema = collectionOf(z.unknown(), area);
export const wardsSchema = collectionOf(
  z.object({ code: z.coerce.string(), name: text, fullName: text.optional(), areaKm2: positive.optional() }),
  area,
);
export const roadsSchema = collectionOf(
  z.strictObject({
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
  z.strictObject({
    id,
    name: text,
    kind: z.enum(['river', 'canal', 'lake', 'sea']),
    widthM: z.union([positive, z.array(positive).min(1)]).optional(),
  }),
  stretch,
);
export const parksSchema = collectionOf(
  z.strictObject({ id, name: text, kind: z.enum(['park', 'airport', 'zoo', 'campus', 'port', 'mangrove']) }),
  area,
);

/** Of one building: higher is a slip of the unit (feet, centimetres), lower is no landmark of a skyline. */
const heightM = z.number().min(3, 'expected metres, at least 3').max(1_000, 'expected metres, at most 1000');
export const buildingsSchema = collectionOf(
  z.strictObject({ id, name: text, heightM, widthM: positive.max(500).optional(), source: text }),
  z.discriminatedUnion('type', [pointShape, polygon, multiPolygon], {
    error: 'expected a Point, Polygon or MultiPolygon',
  }),
);

const range = z
  .tuple([z.number(), z.number()])
  .refine(([lo, hi]) => lo < hi, 'expected [lowest, highest] with lowest < highest');
export const stationsSchema = z.strictObject({
  /** What a camera of cameras.csv tells of itself: with it, each camera is also a station of domain `camera`. */
  cameraMetrics: z.array(metric).min(1).optional(),
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
      /** Fixed figures of the place itself, as `capacityCount`: what it is, not what it reads. */
      facts: z.record(z.string(), z.union([z.number(), text])).optional(),
      agency: id.optional(),
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
