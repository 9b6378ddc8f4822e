import { distanceM } from '@metropane/city-pack';
import type { CityPack, LonLat } from '@metropane/city-pack';
import type { Spot } from './scenario.ts';
import type { WrittenWhere } from './scenario-schema.ts';

/** The spot that a name of the pack stands for, or a sentence that says which name the pack lacks. */
export function findPlace({ pack: names }: WrittenWhere, pack: CityPack): Spot | string {
  const lacks = (kind: string, name: string): string => `the city pack "${pack.id}" has no ${kind} "${name}"`;
  if (names.road !== undefined) return findOnRoad(names.road, names.near, pack);
  if (names.segment !== undefined) {
    const index = pack.segments.findIndex(({ id }) => id === names.segment);
    return index < 0 ? lacks('road segment', names.segment) : segmentSpot(index, pack);
  }
  if (names.place !== undefined) {
    const place = pack.places.find(({ id }) => id === names.place);
    return place === undefined ? lacks('place', names.place) : { loc: place.loc, name: place.name.vi };
  }
  if (names.bridge !== undefined) {
    const bridge = pack.bridges.find(({ id }) => id === names.bridge);
    return bridge === undefined ? lacks('bridge', names.bridge) : { loc: bridge.loc, name: bridge.name };
  }
  if (names.unit !== undefined) {
    const unit = pack.units.find(({ code, ascii, name }) => [code, ascii, name].includes(names.unit!));
    return unit === undefined ? lacks('unit', names.unit) : { loc: unit.centroid, name: unit.fullName };
  }
  const station = pack.stations.find(({ domain, entity }) => `${domain}/${entity}` === names.station);
  return station === undefined
    ? lacks('station', names.station ?? '')
    : { loc: station.loc, name: station.name.vi, entity: station.entity };
}

function findOnRoad(roadId: string, near: string | undefined, pack: CityPack): Spot | string {
  const indexes = pack.segments.flatMap((segment, index) => (segment.roadId === roadId ? [index] : []));
  if (indexes.length === 0) return `the city pack "${pack.id}" has no road "${roadId}"`;
  if (near === undefined) return segmentSpot(indexes[Math.floor(indexes.length / 2)]!, pack);
  const mark = pack.places.find(({ id }) => id === near) ?? pack.bridges.find(({ id }) => id === near);
  if (mark === undefined) return `the city pack "${pack.id}" has no place or bridge "${near}"`;
  const markName = typeof mark.name === 'string' ? mark.name : mark.name.vi;
  const metresTo = (index: number): number =>
    Math.min(...pack.segments[index]!.points.map((point) => distanceM(point, mark.loc)));
  const nearest = indexes.toSorted((a, b) => metresTo(a) - metresTo(b))[0]!;
  const spot = segmentSpot(nearest, pack);
  return { ...spot, name: `${spot.name}, gần ${markName}` };
}

function segmentSpot(index: number, pack: CityPack): Spot {
  const segment = pack.segments[index]!;
  const loc: LonLat = segment.points[Math.floor(segment.points.length / 2)]!;
  return { loc, name: segment.name, segment: index, entity: segment.id };
}
