import { expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import { scenarioJsonSchema } from './scenario-json-schema.ts';

const FILE = new URL('./scenario.schema.json', import.meta.url);

test('the JSON Schema beside the library is that of the reader: run node simulators/scripts/write-scenario-schema.ts', () => {
  expect(JSON.parse(readFileSync(FILE, 'utf8'))).toEqual(JSON.parse(scenarioJsonSchema()));
});

test('it tells an editor the kinds of causes and what can be expected', () => {
  const text = scenarioJsonSchema();
  for (const kind of ['rain', 'wind', 'surge', 'power', 'crowd', 'attack', 'device', 'event'])
    expect(text).toContain(`"const": "${kind}"`);
  expect(JSON.parse(text).additionalProperties).toBe(false);
});
