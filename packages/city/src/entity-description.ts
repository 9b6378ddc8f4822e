/** What a producer says about one of its entities: retained on the broker, journalled only when the content changes. */
export interface EntityDescription {
  name?: EntityName;
  /** WGS84 `[longitude, latitude]`, degrees: of a point entity. */
  loc?: readonly [number, number];
  /** GeoJSON geometry, WGS84: of a line or an area. At most one of `loc` and `geometry` is needed. */
  geometry?: EntityGeometry;
  /** Keyed by metric name. */
  metrics: Readonly<Record<string, MetricDescription>>;
  /** Code of the administrative unit. */
  ward?: string;
  agency?: string;
}

export interface EntityName {
  vi?: string;
  en?: string;
}

/** A GeoJSON geometry; nested arrays of numbers, not checked further than that. */
export interface EntityGeometry {
  type: 'Point' | 'MultiPoint' | 'LineString' | 'MultiLineString' | 'Polygon' | 'MultiPolygon';
  coordinates: readonly unknown[];
}

export interface MetricDescription {
  /** UCUM. */
  unit?: string;
  /** A feed that stays silent for twice this is marked. */
  expectedEveryMs?: number;
  /** Plausible values: outside them a reading is flagged, never refused. */
  range?: readonly [number, number];
}

/** One message about an entity; `description: null` ends its validity. */
export interface EntityUpdate {
  domain: string;
  entity: string;
  arrivalMs: number;
  description: EntityDescription | null;
}
