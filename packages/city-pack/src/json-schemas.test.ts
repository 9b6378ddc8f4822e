import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { packJsonSchemas } from './json-schemas.ts';

const FOLDER = new URL('../schema/', import.meta.url);
const HINT = 'run node packages/city-pack/scripts/write-schemas.ts';

test(`the JSON Schemas beside the loader are those of the loader: ${HINT}`, () => {
  const schemas = packJsonSchemas();
  expect(readdirSync(FOLDER).toSorted()).toEqual([...schemas.keys()].toSorted());
  for (const [name, text] of schemas)
    expect(JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8'))).toEqual(JSON.parse(text));
});

test('a schema tells an editor the keys and the choices', () => {
  const agencies = JSON.parse(packJsonSchemas().get('agencies.schema.json')!);
  expect(agencies.properties.agencies.items.required).toEqual(['id', 'name', 'kind']);
  expect(agencies.properties.agencies.items.properties.kind.enum).toContain('fire');
  expect(agencies.additionalProperties).toBe(false);
});
