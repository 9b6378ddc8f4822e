/**
 * The recorded sets once more, through a network that delays, doubles and reorders: `simulate replay --faults` to the embedded
 * broker. Every answer that does not count deliveries must be the same as without faults.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { noteFigures } from '@metropane/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startCentre, TOKEN, type TestCentre } from '../start-centre-fixture.ts';
import { allQuestions } from './all-questions.ts';
import { beijingQuestions } from './beijing-questions.ts';
import { writeBeijingRecording } from './beijing-recording.ts';
import { CityReader } from './city-reader.ts';
import {
  mqttBindings,
  replayedSet,
  writeFeedsFile,
  type WrittenBinding,
  writtenBindings,
} from './feeds-file.ts';
import { isAnswered } from './oracle-question.ts';
import { type ReplayedSet, replaySet } from './replay-set.ts';
import { type Folder, LACKS_DATA } from './shared-data.ts';
import { expectConserved, READINGS, waitForArchives } from './whole-archives.ts';

const IS_FULL = process.env['METROPANE_TEST_FULL'] === '1';
const FAULTS = 'late=0.05:90s,duplicate=0.05,reorder=30s';
const LIMIT_MS = 600_000;

/** What is replayed of each folder; the larger ones only in the long battery. */
const FEEDS: Partial<Record<Folder, { feeds: string[]; isLong?: boolean }>> = {
  camau_water_mqtt: { feeds: ['camau-water'] },
  helsinki_hfp_mqtt: { feeds: ['hsl-capture'] },
  hcmc_air_airvisual: { feeds: ['airvisual'] },
  nab_traffic: { feeds: ['nab-speed-6005', 'nab-speed-7578', 'nab-occupancy-6005', 'nab-travel-time-387'] },
  beijing_prsa: { feeds: ['beijing'] },
  aarhus_parking: { feeds: ['aarhus-parking'], isLong: true },
  singapore_rain: { feeds: ['singapore-rain'], isLong: true },
  hcmc_air_healthyair: { feeds: ['healthyair'], isLong: true },
  hcmc_traffic_status: { feeds: ['hcmc-traffic', 'hcmc-sweep'], isLong: true },
  aarhus_traffic: { feeds: ['aarhus-traffic'], isLong: true },
};
const FOLDERS = Object.entries(FEEDS).filter(([, { isLong }]) => IS_FULL || isLong !== true);
const IDS = FOLDERS.flatMap(([, { feeds }]) => feeds);
/** Distinct readings of each feed, where that is not all of them. */
const DISTINCT: Record<string, number> = { 'camau-water': 2_927 };
const BEIJING_READINGS = 2 * 10_200 - 383 - 172;

const BEIJING: WrittenBinding = {
  id: 'beijing',
  format: 'metropane',
  domain: 'air-beijing',
  zone: 'Asia/Shanghai',
  mqtt: { topics: ['city/v1/obs/air-beijing/#'] },
  outOfOrdernessMs: 0,
  allowedLatenessMs: 7_200_000,
  idleAfterMs: 315_360_000_000,
  dedupMs: 86_400_000,
};

/**
 * By event time, as if everything had been sent live; in the long battery also as filed: there a message that lies behind is due at
 * once, so that whole archives come shuffled and mostly late.
 */
const ORDERS = IS_FULL ? (['event-time', 'file'] as const) : (['event-time'] as const);

describe.skipIf(LACKS_DATA).each(ORDERS)(
  'recorded data with faults, order %s (needs the recorded data)',
  (order) => {
    let centre: TestCentre;
    let city: CityReader;
    const folder = mkdtempSync(join(tmpdir(), 'metropane-faults-'));
    const feedsFile = writeFeedsFile([...mqttBindings(IDS), BEIJING]);
    const bindingsFile = writeFeedsFile(writtenBindings());
    const total = { sent: 0, duplicate: 0, late: 0, answers: 0 };
    const startedAt = performance.now();

    beforeAll(async () => {
      centre = await startCentre({ args: ['--no-simulators', '--feeds', feedsFile.path] });
      city = new CityReader(centre);
    }, 60_000);
    afterAll(async () => {
      await centre?.stop();
      feedsFile.remove();
      bindingsFile.remove();
      rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
      const seconds = Math.round((performance.now() - startedAt) / 1_000);
      noteFigures(`recorded data with faults, ${order}`, { ...total, seconds });
    });

    test.each(IDS)(
      '%s: every reading is counted once, whatever became of its messages',
      async (id) => {
        const set = id === 'beijing' ? beijingSet(folder) : replayedSet(id, bindingsFile.path);
        const sent = await replaySet(set, { broker: centre.mqtt, faults: FAULTS, order, token: TOKEN });
        expect(sent).toMatchObject({ refused: 0 });
        const readings = id === 'beijing' ? BEIJING_READINGS : READINGS[id]!;
        const [feed] = await waitForArchives(async () => [await city.feed(id)], {
          expected: { [id]: readings },
        });
        expectConserved(feed!);
        const { received, counted, duplicate, late, rejected } = feed!;
        expect(rejected).toEqual({});
        expect(received, 'duplicates came').toBeGreaterThan(readings);
        expect(duplicate).toBeGreaterThan(0);
        // Behind the dedup horizon a repetition is late, and not known to be one.
        const distinct = DISTINCT[id] ?? readings;
        if (order === 'event-time') expect(counted + late).toBe(distinct);
        else expect(counted + late).toBeGreaterThanOrEqual(distinct);
        total.sent += received;
        total.duplicate += duplicate;
        total.late += late;
      },
      LIMIT_MS,
    );

    const questions = [...allQuestions(LACKS_DATA), ...beijingQuestions(LACKS_DATA)].filter(
      ({ folder: of, ask, isOfArrival, isOfDelivery }) =>
        FOLDERS.some(([name]) => name === of) &&
        ask !== undefined &&
        isOfArrival !== true &&
        isOfDelivery !== true,
    );
    test.each(questions)(
      '$folder: $question',
      async (question) => {
        const ours = await question.ask!(city);
        if (!isAnswered(question, ours)) expect(ours).toEqual(question.corrected ?? question.expected);
        expect(isAnswered(question, ours)).toBe(true);
        total.answers += 1;
      },
      LIMIT_MS,
    );
  },
);

/** Beijing comes from a recording that is made of it. */
function beijingSet(folder: string): ReplayedSet {
  const pattern = join(folder, 'beijing.jsonl');
  writeBeijingRecording(pattern);
  return { feed: 'beijing', pattern };
}
