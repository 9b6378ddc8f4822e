/** The smallest things that the files of a pack are made of, each with the words in which a fault speaks of it. */
import { z } from 'zod';

/** Within ±`most`; the commonest slip is the order. */
function degrees(most: number, what: string) {
  const message = `expected ${what} in degrees, -${most} to ${most} (longitude comes first)`;
  return z.number().min(-most, message).max(most, message);
}

export const lonLat = z
  .tuple([degrees(180, 'a longitude'), degrees(90, 'a latitude')], {
    error: 'expected [longitude, latitude] in degrees',
  })
  .rest(z.number())
  .transform(([lon, lat]) => [lon, lat] as const);
export const id = z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'expected an id of a-z, 0-9 and "-"');
export const entity = z
  .string()
  .regex(/^[A-Za-z0-9_.:~-]{1,128}$/, 'expected an entity id of A-Z a-z 0-9 _ . : ~ -');
export const domain = z.string().regex(/^[a-z0-9-]{1,32}$/, 'expected a domain of a-z, 0-9 and "-"');
export const metric = z
  .string()
  .regex(/^[a-z][A-Za-z0-9]*$/, 'expected a camelCase metric with its unit, as speedKmh');
export const text = z.string().trim().min(1);
export const name = z.strictObject({ vi: text, en: text });
export const bbox = z
  .tuple([z.number(), z.number(), z.number(), z.number()])
  .refine(
    ([w, s, e, n]) => w < e && s < n && w >= -180 && e <= 180 && s >= -90 && n <= 90,
    'expected [west, south, east, north] in degrees with west < east and south < north',
  );
export const priority = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)], {
  error: 'expected a priority 1, 2, 3 or 4',
});
export const windowName = z.enum(['PT10S', 'PT1M', 'PT5M', 'PT1H', 'PT5M/PT10S']);
export const isoDate = z.iso.date();
export const positive = z.number().positive();

/** True for an IANA time zone, aliases included. */
export function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false; // the only way to ask: the list of supported zones leaves out aliases
  }
}

export const numberCell = z
  .string({ error: 'expected a number, found an empty cell' })
  .refine((cell) => /^-?\d+(\.\d+)?$/.test(cell), 'expected a number, as -12.5')
  .transform(Number);
export const cell = z.string({ error: 'expected text, found an empty cell' });
export const lonCell = numberCell.refine((lon) => Math.abs(lon) <= 180, 'expected a longitude in degrees');
export const latCell = numberCell.refine((lat) => Math.abs(lat) <= 90, 'expected a latitude in degrees');
export const positiveCell = numberCell.refine((n) => n > 0, 'expected a number above 0');
