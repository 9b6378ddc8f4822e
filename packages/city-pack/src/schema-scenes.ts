import { z } from 'zod';
import { domain, id, lonLat, name, positive } from './schema-parts.ts';

/** What a column of a scene may hold besides the panels of `panels.yaml`. */
export const OWN_PANELS = ['incidents', 'alarms', 'feeds', 'bars', 'systems'] as const;

/** Layers of a map that are worked out: bands between stations, wards by a figure, how densely incidents lie. */
export const AREA_LAYERS = [
  'band-air',
  'band-rain',
  'ward-speed',
  'ward-incidents',
  'heat-incidents',
] as const;

const column = z.array(id).max(4, 'expected at most 4 panels in a column').default([]);

const minute = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'expected a time of day, e.g. 21:30');

/** Brightness at night. Below it small text would fall under a contrast of 4.5:1; the wall's own test computes that. */
export const DARKEST = 0.8;
const brightness = z.number().min(DARKEST, 'expected at least 0.8: darker text cannot be read').max(1);

/** The screens of one room: what they show in turn, and how they hang. */
const wall = z.strictObject({
  room: id,
  playlist: z.array(id).min(1, 'expected at least one scene'),
  /** Screens that show one picture together, numbered from 1, row by row. Absent: every screen shows all of it. */
  grid: z
    .strictObject({
      columns: z.int().min(1).max(12, 'expected at most 12 columns'),
      rows: z.int().min(1).max(6, 'expected at most 6 rows'),
    })
    .optional(),
  /** Between the pictures of two neighbours: both bezels and the gap. */
  bezelMm: z.strictObject({ x: z.number().min(0).max(100), y: z.number().min(0).max(100) }).optional(),
  /** Of one pixel of the panel. */
  pitchMm: positive.max(20, 'expected at most 20 mm').optional(),
  /** From the screens to who must read them. */
  distanceM: positive.max(100, 'expected at most 100 m').optional(),
  /** Which screen of the grid holds which panels, by scene; absent: left, middle and right are spread over the outer screens. */
  panels: z
    .record(id, z.record(z.string().regex(/^\d+$/, 'expected the number of a screen'), column))
    .optional(),
  /** Darker at night, by the sun of the city or by the clock. */
  dimming: z
    .union([
      z.strictObject({ by: z.literal('sun'), to: brightness }),
      z.strictObject({ by: z.literal('clock'), from: minute, until: minute, to: brightness }),
    ])
    .optional(),
});

/** Insets stay flat, and so do the screens of a grid: each is cut out of one picture that is seen from straight above. */
const camera = z.strictObject({
  centre: lonLat,
  zoom: z.number().min(4).max(18),
  /** Degrees from straight above; the map is drawn no flatter than this. */
  pitch: z
    .number()
    .min(0, 'expected 0 to 60 degrees from straight above')
    .max(60, 'expected 0 to 60 degrees from straight above')
    .optional(),
  /** What is up, degrees clockwise from north. */
  bearing: z
    .number()
    .min(-180, 'expected -180 to 180 degrees clockwise from north')
    .max(180, 'expected -180 to 180 degrees clockwise from north')
    .optional(),
});

/** `scenes.yaml`: what walls show, and in which order. */
export const scenesSchema = z.strictObject({
  scenes: z
    .array(
      z.strictObject({
        id: id.refine((one) => one !== 'incident', 'the scene of an incident is the centre’s own'),
        name,
        /** A view of city.yaml; absent: the main one. */
        view: id.optional(),
        /** Or a camera of its own. */
        camera: camera.optional(),
        /** Domains whose live layers are shown; absent: all. */
        layers: z.array(domain).optional(),
        /** A layer of the map that is worked out from others; absent: none. */
        area: z.enum(AREA_LAYERS).optional(),
        /** Hours of the day, around now, that its charts show; absent: the whole day. */
        hours: z.int().min(2, 'expected at least 2 hours').max(24, 'expected at most 24 hours').optional(),
        left: column,
        middle: column,
        right: column,
        dwellS: positive.max(3_600, 'expected at most an hour').default(30),
      }),
    )
    .min(1, 'expected at least one scene'),
  walls: z.array(wall).default([]),
});
