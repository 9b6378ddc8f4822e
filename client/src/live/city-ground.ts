import type { LayerSchema, Text } from '@metropane/live-state';

/** WGS84 degrees, longitude first. */
export type LonLat = readonly [lon: number, lat: number];
/** Closer views draw the tiles of this zoom larger (packages/base-map). */
export const MAX_TILE_ZOOM = 14;

/** What of a city does not move, as `GET /api/v1/city` gives it. Lists may be empty; nothing here changes while a page lives. */
export interface CityGround {
  id: string;
  name: Text;
  /** IANA zone of civil days. */
  zone: string;
  centre: LonLat;
  bbox: readonly [west: number, south: number, east: number, north: number];
  views: { main: { id?: string; centre: LonLat; zoom: number }; insets?: CityInset[] };
  /** `derived`: the boundary is a computed cell around the centroid, not the legal one. */
  units: { code: string; name: string; centroid: LonLat; derived?: boolean }[];
  roads: { id: string; name: string; class: string; points: readonly LonLat[] }[];
  segments: CitySegment[];
  baseMap: BaseMapNotice;
  /** The tiles hold buildings with heights. */
  hasBuildings?: boolean;
  /** How many of each the tiles hold; absent: none. A bus route counts once, whatever directions it has. */
  fixed?: { metroLines: number; busRoutes: number; cameras: number };
  places: { name: Text | string; loc: LonLat; rank?: number }[];
  stations: CityStation[];
  layers: LayerSchema[];
  categories?: { id: string; name: Text; agency?: string }[];
  /** Who may be asked to act, and where their people stand by. */
  agencies?: { id: string; name: Text }[];
  posts?: { id: string; agency: string; name: Text; loc?: LonLat }[];
  shifts?: CityShift[];
  /** What walls show; absent or empty: the overview alone. */
  scenes?: CityScene[];
  /** How the screens of each room hang. */
  walls?: CityWall[];
  panels?: { id: string; kind: 'corridors' | 'level' | 'heat'; name: Text }[];
}

/** The screens of one room. */
export interface CityWall {
  room: string;
  /** Screens that show one picture together, numbered from 1, row by row; absent: each shows all of it. */
  grid?: { columns: number; rows: number };
  /** Millimetres between the pictures of neighbours. */
  bezelMm?: { x: number; y: number };
  /** Of one pixel of the panel. */
  pitchMm?: number;
  distanceM?: number;
  /** Panels by scene and screen; absent for a scene: spread over the outer screens. */
  panels?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  /** Brightness at night; civil times `HH:MM`. */
  dimming?: { by: 'sun'; to: number } | { by: 'clock'; from: string; until: string; to: number };
}

/** What a wall shows at one time. */
export interface CityScene {
  id: string;
  name: Text;
  view?: string;
  /** `pitch`: degrees from straight above; `bearing`: what is up, degrees clockwise from north; absent = 0. */
  camera?: { centre: LonLat; zoom: number; pitch?: number; bearing?: number };
  layers?: readonly string[];
  /** A layer of the map that is worked out from others (map/tools/layer-choice.ts); one that this page does not know is not drawn. */
  area?: string;
  /** Of the day that its charts show; absent: all 24. */
  hours?: number;
  left: readonly string[];
  middle: readonly string[];
  right: readonly string[];
}

/** A part of the city that the main view does not show, or shows too small. */
export interface CityInset {
  id: string;
  name: Text;
  centre?: LonLat;
  zoom?: number;
  bbox: readonly [west: number, south: number, east: number, north: number];
}

/** Civil times `HH:MM` of the city's zone; `to` is when the next one starts. */
export interface CityShift {
  id: string;
  name: Text;
  from: string;
  to: string;
}

/** `id` is the entity id in domain `traffic`. */
export interface CitySegment {
  id: string;
  roadId: string;
  name: string;
  points: readonly LonLat[];
  freeFlowKmh: number;
}

/** Where shapes are drawn from: the centre's own tiles always, another map when the city has one. */
export interface BaseMapNotice {
  tiles: string;
  external?: { kind: 'pmtiles' | 'style'; url: string; attribution?: string };
}

export interface CityStation {
  domain: string;
  entity: string;
  name: Text;
  loc: LonLat;
  metrics?: Readonly<Record<string, { unit?: string; expectedEveryMs?: number }>>;
}
