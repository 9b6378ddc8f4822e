import { z } from 'zod';
import { domain, id, lonLat, name, positive } from './schema-parts.ts';

/** What a column of a scene may hold besides the panels of `panels.yaml`. */
export const OWN_PANELS = ['incidents', 'alarms', 'feeds', 'bars', 'systems'] as const;

const column = z.array(id).max(4, 'expected at most 4 panels in a column').default([]);

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
        camera: z.strictObject({ centre: lonLat, zoom: z.number().min(4).max(18) }).optional(),
        /** Domains whose live layers are shown; absent: all. */
        layers: z.array(domain).optional(),
        left: column,
        middle: column,
        right: column,
        dwellS: positive.max(3_600, 'expected at most an hour').default(30),
      }),
    )
    .min(1, 'expected at least one scene'),
  walls: z
    .array(z.strictObject({ room: id, playlist: z.array(id).min(1, 'expected at least one scene') }))
    .default([]),
});
