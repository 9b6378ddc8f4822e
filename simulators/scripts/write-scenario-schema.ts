/** Writes the JSON Schema of scenario files beside the reader, for editors. */
import { writeFileSync } from 'node:fs';
import { scenarioJsonSchema } from '../src/scenarios/scenario-json-schema.ts';

writeFileSync(new URL('../src/scenarios/scenario.schema.json', import.meta.url), scenarioJsonSchema());
