/**
 * The recorded sets through a real Mosquitto: the product's own replay publishes them with QoS 1, the centre takes them from the
 * external broker through bindings that claim their topics, and the same recorded answers must come out.
 */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import mqtt, { type MqttClient } from 'mqtt';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startCentre, type TestCentre } from '../start-centre-fixture.ts';
import { allQuestions } from './all-questions.ts';
import { CityReader, type FeedJson } from './city-reader.ts';
import { mqttBindings, replayedSet, writeFeedsFile, writtenBindings } from './feeds-file.ts';
import { MOSQUITTO, OpenMosquitto } from './open-mosquitto.ts';
import { isAnswered } from './oracle-question.ts';
import { replaySet } from './replay-set.ts';
import { LACKS_DATA, SHARED_DATA } from './shared-data.ts';
import { expectConserved, READINGS, waitForArchives } from './whole-archives.ts';

const IS_FULL = process.env['METROPANE_TEST_FULL'] === '1';

/** The burst first: it is to meet an idle centre. */
const FEEDS = [
  'hcmc-sweep',
  'hcmc-traffic',
  'camau-water',
  'hsl-capture',
  'singapore-rain',
  'healthyair',
  'aarhus-traffic',
  'aarhus-parking',
  'nab-speed-6005',
  'nab-speed-7578',
  'nab-occupancy-6005',
  'nab-travel-time-387',
  'airvisual',
];

const isAbsent = LACKS_DATA || (MOSQUITTO === null && process.env['CI'] !== 'true');

describe.skipIf(isAbsent)('recorded data through Mosquitto (needs both)', () => {
  let broker: OpenMosquitto;
  let centre: TestCentre;
  let city: CityReader;
  let feedsFile: ReturnType<typeof writeFeedsFile>;
  let bindingsFile: ReturnType<typeof writeFeedsFile>;
  let listener: MqttClient;
  const heard: string[] = [];

  beforeAll(async () => {
    broker = await OpenMosquitto.start();
    listener = await mqtt.connectAsync(broker.url, { protocolVersion: 4 });
    listener.on('message', (topic, payload) => heard.push(`${topic} ${payload.toString('latin1')}`));
    await listener.subscribeAsync('/hfp/#', { qos: 1 });
    bindingsFile = writeFeedsFile(writtenBindings());
    feedsFile = writeFeedsFile(mqttBindings(FEEDS));
    centre = await startCentre({
      args: ['--no-simulators', '--feeds', feedsFile.path, '--broker', broker.url],
    });
    city = new CityReader(centre);
  }, 60_000);
  afterAll(async () => {
    await listener?.endAsync();
    await centre?.stop();
    await broker?.stop();
    feedsFile?.remove();
    bindingsFile?.remove();
  });

  test.each(FEEDS)(
    '%s: every message that the broker acknowledged is received once',
    async (id) => {
      const sent = await replaySet(replayedSet(id, bindingsFile.path), { broker: broker.url });
      const [feed] = await waitForArchives(async () => [await city.feed(id)], {
        expected: { [id]: READINGS[id]! },
      });
      expect(feed).toMatchObject({ received: READINGS[id], rejected: {}, late: 0 });
      expectConserved(feed!);
      expect(sent).toMatchObject({ refused: 0 });
    },
    180_000,
  );

  test('captured lines came over the broker on their topics with their bytes', () => {
    expect(heard.length).toBe(1_384);
    expect(heard).toEqual(capturedMessages());
  });

  test('the burst of 36,090 messages is counted to the last one', async () => {
    expect(await city.feed('hcmc-sweep')).toMatchObject({
      counted: 36_090,
      duplicate: 0,
      late: 0,
      rejected: {},
    });
  });

  test('nothing went to another feed', async () => {
    const { items } = await centre.get<{ items: FeedJson[] }>('/api/v1/feeds');
    expect(items.find((feed) => feed.id === 'mqtt')).toMatchObject({ received: 0 });
  });

  const asked = allQuestions(isAbsent).filter(
    ({ ask, isOfArrival, isLong }) =>
      ask !== undefined && isOfArrival !== true && (isLong !== true || IS_FULL),
  );
  test.each(asked)(
    '$folder: $question',
    async (question) => {
      const ours = await question.ask!(city);
      if (!isAnswered(question, ours)) expect(ours).toEqual(question.corrected ?? question.expected);
      expect(isAnswered(question, ours)).toBe(true);
    },
    180_000,
  );
});

/** `<topic> <payload>` of every captured line, in the order of the files; the payload's bytes as latin1. */
function capturedMessages(): string[] {
  const files = globSync('helsinki_hfp_mqtt/*.hfp.dump', { cwd: SHARED_DATA }).toSorted();
  return files.flatMap((file) => {
    const lines = readFileSync(join(SHARED_DATA, file), 'latin1').split('\n');
    return lines
      .filter((line) => line !== '')
      .map((line) => {
        const afterTime = line.indexOf(' ') + 1;
        const json = line.indexOf(' {') + 1;
        const topic = Buffer.from(line.slice(afterTime, json - 1), 'latin1').toString('utf8');
        return `${topic} ${line.slice(json)}`;
      });
  });
}
