import type { LonLat, Name } from './pack-types.ts';

/** Where a scene looks. `pitch`: degrees from straight above; `bearing`: what is up, degrees clockwise from north; absent = 0. */
export type SceneCamera = {
  readonly centre: LonLat;
  readonly zoom: number;
  readonly pitch?: number;
  readonly bearing?: number;
};

/** Which scenes the screens of a room show in turn, and how the screens hang. */
export type Wall = {
  readonly room: string;
  readonly playlist: readonly string[];
  /** Screens that show one picture together, numbered from 1, row by row; absent: each shows all of it. */
  readonly grid?: { readonly columns: number; readonly rows: number };
  /** Millimetres between the pictures of neighbours. */
  readonly bezelMm?: { readonly x: number; readonly y: number };
  readonly pitchMm?: number;
  readonly distanceM?: number;
  /** Panels by scene and screen; absent for a scene: spread over the outer screens. */
  readonly panels?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  /** Brightness `to` at night: while the sun is down, or between two civil times `HH:MM`. */
  readonly dimming?:
    | { readonly by: 'sun'; readonly to: number }
    | { readonly by: 'clock'; readonly from: string; readonly until: string; readonly to: number };
};

/** What a wall shows at one time: where its map looks, what lies on it, and which panels stand beside it. */
export type Scene = {
  readonly id: string;
  readonly name: Name;
  /** Id of a view; absent: the main one, unless there is a camera. */
  readonly view?: string;
  readonly camera?: SceneCamera;
  /** Domains whose live layers are shown; absent: all. */
  readonly layers?: readonly string[];
  /** An area layer of the map (absent: none); hours of the day, around now, that charts show (absent: all). */
  readonly area?: string;
  readonly hours?: number;
  /** Panels from top to bottom: ids of `panels`, or `incidents`, `alarms`, `feeds`, `bars`, `systems`; `middle` stands under the map. */
  readonly left: readonly string[];
  readonly middle: readonly string[];
  readonly right: readonly string[];
  readonly dwellS: number;
};
