import { token } from '../ui/theme.ts';

/** The map's tokens of app/tokens.css as values, in the theme that is shown. */
export interface MapColours {
  outside: string;
  land: string;
  park: string;
  campus: string;
  runway: string;
  water: string;
  waterEdge: string;
  border: string;
  roadCasing: string;
  /** By rank: minor road … motorway. */
  roads: readonly string[];
  rail: string;
  bridge: string;
  building: string;
  halo: string;
  text: Record<'unit' | 'road' | 'water' | 'park' | 'place', string>;
  flood: string;
  floodEdge: string;
  station: string;
  metro: string;
  bus: string;
  camera: string;
  /** By traffic level: no value, flowing … jammed. */
  flow: readonly Rgb[];
  glow: number;
  /** Light added to a light ground would take the colour out of it. */
  isGlowAdded: boolean;
  vehicle: Rgb;
  vehicleStrength: number;
}

/** Each from 0 to 1, as shaders take them. */
export type Rgb = readonly [red: number, green: number, blue: number];

export function mapColours(): MapColours {
  return {
    outside: token('--map-outside'),
    land: token('--map-land'),
    park: token('--map-park'),
    campus: token('--map-campus'),
    runway: token('--map-runway'),
    water: token('--map-water'),
    waterEdge: token('--map-water-edge'),
    border: token('--map-border'),
    roadCasing: token('--map-road-casing'),
    roads: ([0, 1, 2, 3, 4, 5] as const).map((rank) => token(`--map-road-${rank}`)),
    rail: token('--map-rail'),
    bridge: token('--map-bridge'),
    building: token('--map-building'),
    halo: token('--map-halo'),
    text: {
      unit: token('--map-text'),
      road: token('--map-text-road'),
      water: token('--map-text-water'),
      park: token('--map-text-park'),
      place: token('--map-text-place'),
    },
    flood: token('--map-flood'),
    floodEdge: token('--map-flood-edge'),
    station: token('--map-station'),
    metro: token('--map-metro'),
    bus: token('--map-bus'),
    camera: token('--map-camera'),
    flow: ([0, 1, 2, 3, 4] as const).map((level) => toRgb(token(`--map-flow-${level}`))),
    glow: Number(token('--map-glow')),
    isGlowAdded: token('--map-glow-blend') === 'add',
    vehicle: toRgb(token('--map-vehicle')),
    vehicleStrength: Number(token('--map-vehicle-strength')),
  };
}

/** `#rrggbb` to shares; throws for any other form. */
export function toRgb(hex: string): Rgb {
  if (!/^#[0-9a-f]{6}$/i.test(hex)) throw new Error(`expected a colour as #rrggbb, not ${hex}`);
  const channel = (at: number): number => Number.parseInt(hex.slice(at, at + 2), 16) / 255;
  return [channel(1), channel(3), channel(5)];
}
