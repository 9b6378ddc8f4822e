import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { exampleYaml, SHARED_DATA } from './shared-data.ts';

const EXAMPLES = [
  'aarhus.yaml',
  'camau.yaml',
  'hcmc-sweep.yaml',
  'hcmc-traffic.yaml',
  'healthyair.yaml',
  'hfp.yaml',
  'singapore-rain.yaml',
];

/** One binding as a person writes it. */
export type WrittenBinding = { id: string } & Record<string, unknown>;

/** Every shipped binding for the recorded sets, as written. */
export function exampleBindings(): WrittenBinding[] {
  return EXAMPLES.flatMap((name) => (parse(exampleYaml(name)) as { feeds: WrittenBinding[] }).feeds);
}

/** Topics under which the replay of a set sends; the twenty Aarhus sensors share a domain with the city's segments. */
const TOPICS: Record<string, (domain: string) => string[]> = {
  'aarhus-traffic': () => aarhusSensors().map((sensor) => `city/v1/obs/traffic/${sensor}`),
  'hsl-capture': () => ['/hfp/v2/#'],
};

/**
 * The shipped bindings as they claim the same sets over MQTT: lateness, dedup and zone stay, the format is the contract's own,
 * except that captured lines come with their original bytes.
 */
export function mqttBindings(ids: string[]): WrittenBinding[] {
  return exampleBindings()
    .filter((binding) => ids.includes(binding.id))
    .map(({ file: _file, map: _map, ...binding }) => {
      const domain = String(binding['domain']);
      const topics = TOPICS[binding.id]?.(domain) ?? [`city/v1/obs/${domain}/#`];
      return { ...binding, mqtt: { topics }, format: binding.id === 'hsl-capture' ? 'hsl-hfp' : 'metropane' };
    });
}

function aarhusSensors(): string[] {
  return readdirSync(join(SHARED_DATA, 'aarhus_traffic')).flatMap(
    (name) => /Data(\d+)\.csv$/.exec(name)?.[1] ?? [],
  );
}

/** A feeds.yaml in a temporary folder of its own; `remove` takes both away. */
export function writeFeedsFile(feeds: WrittenBinding[]): { path: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'metropane-feeds-'));
  const path = join(folder, 'feeds.yaml');
  writeFileSync(path, stringify({ feeds }));
  return { path, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
