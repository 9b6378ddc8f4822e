import { distanceM } from '@metropane/city-pack';
import type { CityPack, LonLat } from '@metropane/city-pack';

/** Where an event is: a position, what people call it, and the measured entity there. */
export interface Spot {
  readonly loc: LonLat;
  readonly name: string;
  readonly segment?: number;
  readonly entity?: string;
}

/** The places of a pack as people name them. */
export interface EventPlaces {
  /** A place of the main view, chosen by a uniform number in [0, 1). */
  place(uniform: number): Spot;
  /** The middle of a road segment, named by its road and what stands near. */
  segment(index: number): Spot;
}

const NEAR_M = 700;

/** Names the pack's segments and places once. */
export function makeEventPlaces(pack: CityPack): EventPlaces {
  const [west, south, east, north] = pack.views.main.bbox;
  const isInView = ([lon, lat]: LonLat): boolean =>
    lon >= west && lon <= east && lat >= south && lat <= north;
  const inView = pack.places.filter((place) => isInView(place.loc));
  const spots: Spot[] = (inView.length > 0 ? inView : pack.places).map((place) => ({
    loc: place.loc,
    name: place.name.vi,
  }));
  const marks = [
    ...pack.places.map((place) => ({ name: place.name.vi, loc: place.loc })),
    ...pack.bridges.map((bridge) => ({ name: bridge.name, loc: bridge.loc })),
  ];
  const named: (Spot | undefined)[] = [];
  return {
    place: (uniform) => spots[Math.floor(uniform * spots.length)] ?? { loc: pack.centre, name: pack.name.vi },
    segment: (index) => {
      const known = named[index];
      if (known !== undefined) return known;
      const segment = pack.segments[index];
      if (segment === undefined) return { loc: pack.centre, name: pack.name.vi };
      const loc = segment.points[Math.floor(segment.points.length / 2)]!;
      const near = marks
        .map((mark) => ({ name: mark.name, metres: distanceM(mark.loc, loc) }))
        .filter((mark) => mark.metres < NEAR_M)
        .toSorted((a, b) => a.metres - b.metres)[0];
      const name = near === undefined ? segment.name : `${segment.name}, gần ${lowerFirst(near.name)}`;
      return (named[index] = { loc, name, segment: index, entity: segment.id });
    },
  };
}

function lowerFirst(name: string): string {
  // Only the kind of place is written small ("gần cầu Phú Mỹ"); names keep their capital.
  return /^(Ngã|Vòng|Nút|Cầu|Chợ|Bến|Ga|Cảng|Bệnh|Trụ|Tháp|Khu|Phố|Quảng|Sân|Phà|Bãi|Trung|Đại|Nhà) /.test(
    name,
  )
    ? name.charAt(0).toLowerCase() + name.slice(1)
    : name;
}
