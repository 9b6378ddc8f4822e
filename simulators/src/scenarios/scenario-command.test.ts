import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { runCity } from '../city-command.ts';
import { OptionError } from '../options/option-error.ts';
import { wallPace } from '../publish/pace.ts';
import type { Progress } from '../publish/progress.ts';
import { runScenario } from './scenario-command.ts';

const LIBRARY = new URL('./library/', import.meta.url);
const SLOW_MS = 120_000;
const folder = mkdtempSync(join(tmpdir(), 'metropane-scenario-'));

afterAll(() => rmSync(folder, { recursive: true }));

interface Said {
  readonly event: string;
  readonly figures: Readonly<Record<string, unknown>>;
}

/** Runs the command inside this process; what it said, and how it ended. */
async function run(
  command: typeof runScenario,
  args: readonly string[],
): Promise<{ said: Said[]; error?: Error }> {
  const said: Said[] = [];
  const progress = {
    at: () => undefined,
    say: (event: string, figures = {}) => void said.push({ event, figures }),
  };
  const context = {
    pace: wallPace,
    progress: progress as unknown as Progress,
    signal: new AbortController().signal,
  };
  try {
    await command(args, context);
    return { said };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { said, error };
  }
}

/** The hoax of the library with one text changed, as a file of one's own. */
function ownFile(name: string, right: string, wrong: string): string {
  const file = join(folder, name);
  const text = readFileSync(new URL('hoax-reports.yaml', LIBRARY), 'utf8');
  expect(text).toContain(right);
  writeFileSync(file, text.replace(right, wrong));
  return file;
}

test(
  'a scenario that cannot be run is refused with one sentence',
  async () => {
    const out = ['--out', join(folder, 'never.jsonl')];
    const nobody = ['--broker', 'mqtt://127.0.0.1:1'];
    const moved = ownFile('moved.yaml', '{ place: bitexco }', '{ place: atlantis }');
    const cases = [
      [[], 'name one of danang-autumn-flood, danang-fireworks-night, hoax-reports'],
      [['flood-of-tears', ...out], 'no scenario "flood-of-tears"; there are danang-autumn-flood'],
      [['hoax-reports'], 'say where to'],
      [['hoax-reports', 'new-year-crowd', ...out], 'unexpected "new-year-crowd"'],
      [[moved, ...out], 'moved.yaml:16: causes[0].where: the city pack "hcmc" has no place "atlantis".'],
      [['hoax-reports', ...out, '--city', 'danang'], 'is written for the city "hcmc"'],
      [['hoax-reports', ...out, '--city', '/nowhere'], '--city:'],
      [['hoax-reports', ...nobody, '--speed=-1'], '--speed: expected a number from 0'],
      [['hoax-reports', ...nobody, '--speed', '-1'], "Option '--speed' argument is ambiguous. Options are"],
      [['hoax-reports', ...nobody, '--speed', 'fast'], '--speed: expected a number from 0'],
      [['hoax-reports', ...nobody, '--speed', '1e9'], 'more than the 200000'],
      [['hoax-reports', ...out, '--rate', '1e9'], '--rate: so few entities'],
      [['hoax-reports', ...out, '--at', 'teatime'], '--at: expected a time'],
      [['hoax-reports', ...out, '--at', '+soon'], '--at: expected a duration'],
      [['hoax-reports', ...out, '--for', 'PT0S'], '--for: a run of no time'],
      [['hoax-reports', ...out, '--faults', 'late=1'], '--faults late: expected a duration'],
    ] as const;
    for (const [args, sentence] of cases) {
      const { error } = await run(runScenario, args);
      expect(error, args.join(' ')).toBeInstanceOf(OptionError);
      expect(error!.message).toContain(sentence);
    }
    const city = await run(runCity, [...nobody, '--faults', 'jitter=1']);
    expect(city.error?.message).toContain('--faults: unknown "jitter=1"');
  },
  SLOW_MS,
);

test('--list names every scenario with its causes', async () => {
  const { said } = await run(runScenario, ['--list']);
  expect(said.find(({ event }) => event === 'storm-at-spring-tide')?.figures).toMatchObject({
    vi: 'Mưa giông gặp triều cường',
    causes: 'surge wind rain event',
  });
});

test(
  '--out gives the same bytes whatever the speed and the hour; seed and faults change them',
  async () => {
    const args = ['hoax-reports', '--entities', '60', '--for', 'PT20M', '--out', join(folder, 'x.jsonl')];
    const hashes = [];
    for (const more of [[], ['--speed', '50'], ['--seed', '7'], ['--faults', 'duplicate=0.1']]) {
      const { said } = await run(runScenario, [...args, ...more]);
      hashes.push(said.at(-1)?.figures['sha256']);
    }
    expect(hashes[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(hashes[1]).toBe(hashes[0]);
    expect(new Set(hashes).size).toBe(3);
  },
  SLOW_MS,
);

test(
  '--check says which expectations are met, and fails when one is not',
  async () => {
    const tooMany = ownFile('too-many.yaml', 'reports: [16, 16]', 'reports: [17, 99]');
    const right = await run(runScenario, ['hoax-reports', '--check', '--rate', '2']);
    expect(right.error).toBeUndefined();
    expect(right.said.map(({ event }) => event)).toEqual(['met', 'met', 'met', 'not judged']);
    expect(right.said.at(-1)?.figures).toMatchObject({ alarms: 3 });
    const wrong = await run(runScenario, [tooMany, '--check', '--rate', '2']);
    expect(wrong.error?.message).toBe('hoax-reports: 1 of 3 expectations missed.');
    expect(wrong.said.map(({ event }) => event)).toEqual(['missed', 'met', 'met', 'not judged']);
  },
  SLOW_MS,
);
