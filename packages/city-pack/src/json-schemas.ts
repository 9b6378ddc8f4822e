import { z } from 'zod';
import * as schema from './schema.ts';
import * as office from './schema-office.ts';

/** The YAML and GeoJSON files of a pack by name, each with the schema that the loader itself checks it with. */
const FILES: Readonly<Record<string, z.ZodType>> = {
  city: schema.citySchema,
  stations: schema.stationsSchema,
  panels: schema.panelsSchema,
  agencies: office.agenciesSchema,
  sops: office.sopsSchema,
  calendar: office.calendarSchema,
  scales: office.scalesSchema,
  groupings: office.groupingsSchema,
  lines: office.linesSchema,
  outline: schema.outlineSchema,
  wards: schema.wardsSchema,
  roads: schema.roadsSchema,
  water: schema.waterSchema,
  parks: schema.parksSchema,
  'bus-routes': office.busRoutesSchema,
};

/**
 * JSON Schemas (2020-12) of the files of a pack, for editors: file name → text. They tell the shape of each file; what only shows
 * across files (references, editions, crossings) is told by `check-city`. A pack that extends another may leave keys of `city` out.
 */
export function packJsonSchemas(): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(FILES).map(([name, file]) => {
      const json = z.toJSONSchema(file, { io: 'input', unrepresentable: 'any' });
      if (name === 'city') delete json.required;
      return [
        `${name}.schema.json`,
        `${JSON.stringify({ title: `City pack: ${name}`, ...json }, null, 2)}\n`,
      ];
    }),
  );
}
