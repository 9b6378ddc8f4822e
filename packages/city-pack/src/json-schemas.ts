import { z } from 'zod';
import { SCHEMAS } from './schemas.ts';

/**
 * JSON Schemas (2020-12) of the files of a pack, for editors: file name → text. They tell the shape of each file; what only shows
 * across files (references, editions, crossings) is told by `check-city`. A pack that extends another may leave keys of `city` out.
 */
export function packJsonSchemas(): ReadonlyMap<string, string> {
  return new Map(
    // A table has no JSON Schema that an editor could use; its columns stand in the documentation.
    Object.entries(SCHEMAS).flatMap(([file, schema]): [string, string][] => {
      if (file.endsWith('.csv')) return [];
      const name = file.replace(/\.\w+$/, '');
      const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
      if (name === 'city') delete json.required;
      const text = JSON.stringify({ title: `City pack: ${name}`, ...json }, null, 2);
      return [[`${name}.schema.json`, `${text}\n`]];
    }),
  );
}
