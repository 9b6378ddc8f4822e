import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('./library/', import.meta.url));

/** Names of the scenarios that come with the simulators. */
export function scenarioNames(): readonly string[] {
  return readdirSync(FOLDER)
    .flatMap((file) => (file.endsWith('.yaml') ? [file.slice(0, -5)] : []))
    .toSorted();
}

/** File of a scenario: of the library by its name, or a path that ends in `.yaml` or `.yml`; undefined: neither. */
export function findScenario(nameOrFile: string): string | undefined {
  if (/\.ya?ml$/.test(nameOrFile)) return nameOrFile;
  return scenarioNames().includes(nameOrFile) ? `${FOLDER}${nameOrFile}.yaml` : undefined;
}
