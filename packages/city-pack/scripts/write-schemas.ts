/** Writes `packages/city-pack/schema/*.json` from the schemas of the loader: `node packages/city-pack/scripts/write-schemas.ts`. */
import { writeFileSync } from 'node:fs';
import { packJsonSchemas } from '../src/json-schemas.ts';

for (const [name, text] of packJsonSchemas())
  writeFileSync(new URL(`../schema/${name}`, import.meta.url), text);
