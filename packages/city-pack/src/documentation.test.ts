/** docs/city-pack.md is all that somebody with a new city has: what it shows must work, and it must name everything. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { loadCityPack } from './load-city-pack.ts';
import { SMALL_TOWN, withPack } from './pack-fixture.ts';
import { SCHEMAS } from './schemas.ts';

const PAGE = readFileSync(new URL('../../../docs/city-pack.md', import.meta.url), 'utf8');

/** The first block of code after `text`. */
function blockAfter(text: string): string {
  const at = PAGE.indexOf(text);
  const block = /```\w*\n([\s\S]*?)```/.exec(PAGE.slice(at))?.[1];
  if (at < 0 || block === undefined) throw new Error(`no block after ${text}`);
  return block;
}

test('the smallest city of the page is a good pack', () => {
  const shown = {
    'city.yaml': blockAfter('\n`city.yaml`\n'),
    'units.csv': blockAfter('`units.csv`: one row'),
    'outline.geojson': blockAfter('`outline.geojson`: the city'),
  };
  const without = Object.fromEntries(Object.keys(SMALL_TOWN).map((file) => [file, undefined]));
  const loaded = withPack({ ...without, ...shown }, loadCityPack);
  expect(loaded).toMatchObject({
    ok: true,
    value: { units: [{ name: 'Tây' }, { name: 'Đông' }], stations: [] },
  });
});

test.each(Object.entries(SCHEMAS))('%s and all its keys are told', (file, schema) => {
  expect(PAGE).toContain(`\`${file}\``);
  const keys = [...keysOf(schema)].filter((key) => !GEOJSON.has(key));
  expect(keys.filter((key) => !new RegExp(`\\b${key}\\b`).test(PAGE))).toEqual([]);
});

/** GeoJSON's own words, known to whoever writes it. */
const GEOJSON = new Set(['type', 'features', 'properties', 'geometry', 'coordinates', 'crs']);

function keysOf(schema: z.ZodType): Set<string> {
  const keys = new Set<string>();
  const walk = (node: JsonSchema): void => {
    for (const [key, child] of Object.entries(node.properties ?? {})) {
      keys.add(key);
      walk(child);
    }
    const { items, additionalProperties: rest } = node;
    const inner = [
      ...(node.anyOf ?? []),
      ...(node.oneOf ?? []),
      items,
      typeof rest === 'object' ? rest : undefined,
    ];
    for (const child of inner) if (child !== undefined) walk(child);
  };
  walk(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema);
  return keys;
}

type JsonSchema = {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
};
