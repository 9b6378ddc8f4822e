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
