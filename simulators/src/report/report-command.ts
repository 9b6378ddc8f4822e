/** `simulate report`: a day of a seeded city as one page of plots, to look at before anybody believes it. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadCityPack } from '@metropane/city-pack';
import type { CommandContext } from '../command-context.ts';
import { parseDurationMs } from '../options/duration.ts';
import { OptionError } from '../options/option-error.ts';
import { Options } from '../options/read-options.ts';
import { officeWorld } from '../systems/city-simulation.ts';
import { makeCity } from '../systems/make-city.ts';
import { dayPage } from './day-page.ts';
import { readSpan } from './day-series.ts';
import { readOffices } from './office-series.ts';

const TABLE = {
  out: 'text',
  city: 'text',
  seed: 'text',
  from: 'text',
  for: 'text',
  entities: 'text',
  json: 'flag',
} as const;
const STEP_MS = 5 * 60_000;

/** Runs the command; resolves when the page is written. */
export async function runReport(args: readonly string[], { pace, progress }: CommandContext): Promise<void> {
  const options = new Options(args, TABLE);
  if (options.words.length > 0) throw new OptionError(`simulate report: unexpected "${options.words[0]}".`);
  const out = options.text('out');
  if (out === undefined) throw new OptionError('simulate report: say where to: --out DIR.');
  const forMs = parseDurationMs(options.text('for') ?? 'PT24H', 'for');
  if (forMs < STEP_MS) throw new OptionError('--for: a report needs at least PT5M.');
  const nowMs = pace.nowMs();
  const asked = options.instantMs('from', nowMs) ?? nowMs - forMs;
  const fromMs = Math.floor(asked / STEP_MS) * STEP_MS;
  const entities = options.number('entities', { least: 1, isWhole: true });
  const pack = loadCityPack(options.text('city') ?? 'hcmc');
  if (!pack.ok) throw new OptionError(`--city: ${pack.message}`);
  const seed = options.text('seed') ?? '42';
  const city = makeCity(seed, pack.value, entities === undefined ? {} : { entities });
  const span = { fromMs, toMs: fromMs + Math.floor(forMs / STEP_MS) * STEP_MS, stepMs: STEP_MS };
  const world = officeWorld(city.world);
  const series = [...readSpan(city, span), ...readOffices({ seed, pack: pack.value, world }, span)];
  await mkdir(out, { recursive: true });
  const file = join(out, 'index.html');
  await writeFile(file, dayPage(series, { city: pack.value.name, seed, zone: pack.value.zone, span }));
  const outside = series.reduce((sum, one) => sum + one.outside, 0);
  progress.say('report', { file, systems: city.systems.length, plots: series.length, outsideRange: outside });
}
