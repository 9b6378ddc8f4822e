import type { LayerSchema, Text } from '@metropane/live-state';

/** WGS84 degrees, longitude first. */
export type LonLat = readonly [lon: number, lat: number];
type MultiPolygonCoordinates = readonly (readonly (readonly LonLat[])[])[];

/** What of a city does not move, as `GET /api/v1/city` gives it. Lists may be empty; nothing here changes while a page lives. */
export interface CityGround {
  id: string;
  name: Text;
  /** IANA zone of civil days. */
  zone: string;
  centre: LonLat;
  bbox: readonly [west: number, south: number, east: number, north: number];
  views: { main: { centre: LonLat; zoom: number } };
  units: { code: string; name: string; centroid: LonLat; rings: MultiPolygonCoordinates }[];
  roads: { id: string; name: string; class: string; points: readonly LonLat[] }[];
  segments: CitySegment[];
  water: CityWater[];
  parks: { id: string; name: string; rings: MultiPolygonCoordinates }[];
  places: { name: Text | string; loc: LonLat; rank?: number }[];
  stations: CityStation[];
  layers: LayerSchema[];
  categories?: { id: string; name: Text }[];
}

/** `id` is the entity id in domain `traffic`. */
export interface CitySegment {
  id: string;
  roadId: string;
  name: string;
  points: readonly LonLat[];
  freeFlowKmh: number;
}

/** Either an area (`rings`) or a middle line (`points`, `widthM`). */
export interface CityWater {
  id: string;
  name?: string;
  kind: string;
  rings?: MultiPolygonCoordinates;
  points?: readonly LonLat[];
  widthM?: number;
}

export interface CityStation {
  domain: string;
  entity: string;
  name: Text;
  loc: LonLat;
}
