import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { makeRng } from '@metropane/base';
import { makeWindowScenario, runWindowTrial } from '@metropane/testing';
import type { WindowEngineFactory } from '@metropane/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type * as Windowing from './index.ts';
import { PLANTED_BUGS } from './planted-bugs-fixture.ts';
import type { PlantedBug } from './planted-bugs-fixture.ts';

const SEEDS = 80;
const OBSERVATIONS = 150;
const TIMEOUT_MS = 90_000;
const sources = fileURLToPath(new URL('.', import.meta.url));
const base = new URL('../../base/src/index.ts', import.meta.url).href;
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'windowing-mutants-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test(
  'the unchanged copy passes every seed',
  async () => {
    expect(await firstFailure(null)).toBeUndefined();
  },
  TIMEOUT_MS,
);

test.each(PLANTED_BUGS)(
  'a planted bug against $rule is found: $name',
  async (bug) => {
    const failure = await firstFailure(bug);
    expect(failure).toMatch(/^mutant\/\d+: /);
    expect(failure).toMatch(bug.foundBy);
  },
  TIMEOUT_MS,
);

/** The first seed at which the trial objects to a copy of the engine, with its words; undefined when none does. */
async function firstFailure(bug: PlantedBug | null): Promise<string | undefined> {
  const { WindowEngine } = await importCopy(bug);
  const factory: WindowEngineFactory = {
    make: (sink) => new WindowEngine({ sink }),
    restore: (snapshot, sink) => WindowEngine.restore(snapshot as Windowing.EngineSnapshot, { sink }),
  };
  for (let n = 0; n < SEEDS; n++) {
    const failure = failureOf(() =>
      runWindowTrial(factory, makeWindowScenario(makeRng(`mutant/${n}`), OBSERVATIONS)),
    );
    if (failure !== undefined) return `mutant/${n}: ${failure}`;
  }
  return undefined;
}

/** What a run threw, without the values behind the words. */
function failureOf(run: () => void): string | undefined {
  try {
    run();
  } catch (error) {
    return String(error).split(' (')[0];
  }
  return undefined;
}

async function importCopy(bug: PlantedBug | null): Promise<typeof Windowing> {
  const copy = mkdtempSync(join(folder, 'copy-'));
  for (const file of readdirSync(sources)) {
    if (!file.endsWith('.ts') || /\.(test|bench)\.ts|-fixture\.ts$/.test(file)) continue;
    let code = readFileSync(join(sources, file), 'utf8');
    if (bug?.file === file) {
      expect(code.split(bug.code).length, `'${bug.code}' occurs once in ${file}`).toBe(2);
      code = code.replace(bug.code, () => bug.planted);
    }
    writeFileSync(join(copy, file), code.replaceAll("'@metropane/base'", `'${base}'`));
  }
  if (bug !== null) expect(readdirSync(copy)).toContain(bug.file);
  return (await import(/* @vite-ignore */ pathToFileURL(join(copy, 'index.ts')).href)) as typeof Windowing;
}
