import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { makeRng } from '@metropane/base';
import { makeWindowScenario, runWindowTrial } from '@metropane/testing';
import type { WindowEngineFactory } from '@metropane/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type * as Windowing from './index.ts';

/**
 * Bugs planted in copies of the engine: the trial against the oracle must find each of them, else it proves nothing.
 * A planted line must occur exactly once, so the list cannot silently go stale.
 */
interface Mutation {
  readonly name: string;
  readonly file: string;
  readonly code: string;
  readonly planted: string;
}

const MUTATIONS: readonly Mutation[] = [
  {
    name: 'late is judged by the start of the slice (off by one)',
    file: 'window-engine.ts',
    code: 'this.#isLate = sliceEndMs +',
    planted: 'this.#isLate = sliceEndMs - SLICE_MS +',
  },
  {
    name: 'an event for a closed slice re-opens it',
    file: 'window-engine.ts',
    code: "if (this.#isLate) return 'late';",
    planted: "if (this.#isLate) { this.#writer.add(series, normalised); return 'late'; }",
  },
  {
    name: 'late panes are lost',
    file: 'slice-writer.ts',
    code: 'this.#revised.push(series);',
    planted: '',
  },
  {
    name: 'a slice closes before its revisions were shown',
    file: 'window-engine.ts',
    code: 'if (this.#hasSink) {',
    planted: 'if (this.#hasSink && source < 0) {',
  },
  {
    name: 'dedup ignores the id',
    file: 'deduplicator.ts',
    code: 'if (this.#hasId) identifyById(key, this.#id, value);',
    planted: 'if (this.#id.hi < 0) identifyById(key, this.#id, value);',
  },
  {
    name: 'the watermark follows arrival times',
    file: 'source-table.ts',
    code: 'if (tMs > records[at + MAX_EVENT]!) records[at + MAX_EVENT] = tMs;',
    planted: 'if (arrivalMs > records[at + MAX_EVENT]!) records[at + MAX_EVENT] = arrivalMs;',
  },
  {
    name: 'revisions are counted for the shortest window only',
    file: 'slice-pool.ts',
    code: 'for (let level = 0; level < revisedLevels; level++)',
    planted: 'for (let level = 0; level < 1; level++)',
  },
  {
    name: 'silence does not move the watermark',
    file: 'source-table.ts',
    code: 'return idleMs > storedMs ? idleMs : storedMs;',
    planted: 'return storedMs;',
  },
  {
    name: 'an arrival throws away what the silence before it had earned',
    file: 'source-table.ts',
    code: 'const raisedMs = eventMs > beforeMs ? eventMs : beforeMs;',
    planted: 'const raisedMs = Math.max(eventMs, records[at + WATERMARK]!);',
  },
  {
    name: 'a silent source fires once and is then forgotten',
    file: 'source-table.ts',
    code: 'if (nextMs <= this.#tickMs) nextMs = this.#tickMs + 1;',
    planted: 'if (records[at + DUE]! < this.#tickMs) nextMs = Infinity;',
  },
  {
    name: 'of equal times the larger value is first',
    file: 'statistics-block.ts',
    code: '(tMs === firstT && value < blocks[at + FIRST]!)',
    planted: '(tMs === firstT && value > blocks[at + FIRST]!)',
  },
  {
    name: 'sums are not compensated',
    file: 'statistics-block.ts',
    code: 'blocks[at + COMPENSATION] = blocks[at + COMPENSATION]! + lost;',
    planted: '',
  },
  {
    name: 'a late value is not remembered, so its repetition is late again',
    file: 'window-engine.ts',
    code: 'const remembered = this.#deduplicator.remember(series, normalised);',
    planted: "const remembered = this.#isLate ? 'new' : this.#deduplicator.remember(series, normalised);",
  },
  {
    name: 'flagged values enter the statistics',
    file: 'window-engine.ts',
    code: 'if (inStatistics) this.#writer.add(series, normalised);',
    planted: 'this.#writer.add(series, normalised);',
  },
  {
    name: 'identities are forgotten 20 s too early',
    file: 'identity-memory.ts',
    code: '#dropExpired(head: number, horizonStartMs: number): void {',
    planted: '#dropExpired(head: number, startMs: number): void { const horizonStartMs = startMs + 20_000;',
  },
  {
    name: 'a minute that is full is not handed to its five minutes',
    file: 'accumulators.ts',
    code: 'if (level + 1 < LEVELS) this.#moveUp(series, level);',
    planted: 'if (level + 1 < LEVELS && level > 1) this.#moveUp(series, level);',
  },
  {
    name: 'final panes of the hour are not fired',
    file: 'pane-lifecycle.ts',
    code: 'if (this.#sink !== null) this.#fireFinal(series, beforeMs, null);',
    planted: '',
  },
  {
    name: 'a checkpoint forgets which revisions wait',
    file: 'window-engine.ts',
    code: 'revised: this.#writer.snapshot(),',
    planted: 'revised: [],',
  },
  {
    name: 'hopping windows lose their oldest slice',
    file: 'pane-reader.ts',
    code: 'if (index < endIndex - HOPPING_SLICES) continue;',
    planted: 'if (index <= endIndex - HOPPING_SLICES) continue;',
  },
];

const SEEDS = 60;
const sources = fileURLToPath(new URL('.', import.meta.url));
const base = new URL('../../base/src/index.ts', import.meta.url).href;
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'windowing-mutants-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('the unchanged copy passes every seed', async () => {
  expect(await firstFailure(null)).toBeUndefined();
}, 60_000);

test.each(MUTATIONS)(
  'a planted bug is found: $name',
  async (mutation) => {
    expect(await firstFailure(mutation)).toMatch(/^mutant\/\d+: /);
  },
  60_000,
);

/** The first seed at which the trial objects to a copy of the engine, with its words; undefined when none does. */
async function firstFailure(mutation: Mutation | null): Promise<string | undefined> {
  const { WindowEngine } = await importCopy(mutation);
  const factory: WindowEngineFactory = {
    make: (sink) => new WindowEngine({ sink }),
    restore: (snapshot, sink) => WindowEngine.restore(snapshot as Windowing.EngineSnapshot, { sink }),
  };
  for (let n = 0; n < SEEDS; n++) {
    try {
      runWindowTrial(factory, makeWindowScenario(makeRng(`mutant/${n}`), 150));
    } catch (error) {
      return `mutant/${n}: ${String(error)}`;
    }
  }
  return undefined;
}

async function importCopy(mutation: Mutation | null): Promise<typeof Windowing> {
  const copy = mkdtempSync(join(folder, 'copy-'));
  mkdirSync(copy, { recursive: true });
  for (const file of readdirSync(sources)) {
    if (!file.endsWith('.ts') || /\.(test|bench)\.ts|-fixture\.ts$/.test(file)) continue;
    let code = readFileSync(join(sources, file), 'utf8');
    if (mutation?.file === file) {
      expect(code.split(mutation.code).length, `'${mutation.code}' occurs once in ${file}`).toBe(2);
      code = code.replace(mutation.code, mutation.planted);
    }
    writeFileSync(join(copy, file), code.replaceAll("'@metropane/base'", `'${base}'`));
  }
  return (await import(/* @vite-ignore */ pathToFileURL(join(copy, 'index.ts')).href)) as typeof Windowing;
}
