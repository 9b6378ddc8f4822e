import type { CityGround, LonLat } from './city-ground.ts';
import { searchKey } from './search-key.ts';

/** A thing on the map that a person may name. */
export interface FoundPlace {
  kind: 'unit' | 'place' | 'station' | 'road';
  name: string;
  loc: LonLat;
}

export type PlaceIndex = readonly (FoundPlace & { key: string })[];

/** All names of a city, with their keys; made once per city and language. Roads stand by the middle of their line. */
export function placeIndex(ground: CityGround, locale: 'vi' | 'en'): PlaceIndex {
  const places: FoundPlace[] = [
    ...ground.units.map(({ name, centroid }): FoundPlace => ({ kind: 'unit', name, loc: centroid })),
    ...ground.places.map(({ name, loc }): FoundPlace => ({
      kind: 'place',
      name: typeof name === 'string' ? name : name[locale],
      loc,
    })),
    ...ground.stations.map(({ name, loc }): FoundPlace => ({ kind: 'station', name: name[locale], loc })),
    ...ground.roads.flatMap(({ name, points }): FoundPlace[] => {
      const middle = points[Math.floor(points.length / 2)];
      return middle === undefined || name === '' ? [] : [{ kind: 'road', name, loc: middle }];
    }),
  ];
  const seen = new Set<string>();
  const index: (FoundPlace & { key: string })[] = [];
  for (const place of places) {
    const key = searchKey(place.name);
    // A road in many pieces is one name.
    if (seen.has(`${place.kind} ${key}`)) continue;
    seen.add(`${place.kind} ${key}`);
    index.push({ ...place, key });
  }
  return index;
}

/** The best matches: names that begin with the query, then those with a word that does, then those that hold all its words. */
export function findPlaces(index: PlaceIndex, query: string, most: number): FoundPlace[] {
  const wanted = searchKey(query);
  if (wanted.length < 2) return [];
  const words = wanted.split(' ');
  const ranked = index.flatMap((place) => {
    const rank = rankOf(place.key, wanted, words);
    return rank === null ? [] : [{ place, rank }];
  });
  ranked.sort((a, b) => a.rank - b.rank || a.place.key.length - b.place.key.length);
  return ranked.slice(0, most).map(({ place }) => place);
}

function rankOf(key: string, wanted: string, words: readonly string[]): number | null {
  if (key.startsWith(wanted)) return 0;
  if (` ${key}`.includes(` ${wanted}`)) return 1;
  return words.every((word) => ` ${key}`.includes(` ${word}`)) ? 2 : null;
}
