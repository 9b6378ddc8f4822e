import { startCentre, type TestCentre, TOKEN } from '../start-centre-fixture.ts';
import { MqttSource } from './mqtt-source.ts';

const SENSORS = 100_000;
const PER_SECOND = Number(process.env['METROPANE_BENCH_RATE'] ?? 100_000);
const SECONDS = 20;
const ASK_EVERY_MS = 10;

/**
 * `ingest.loop-lag`: how long a request waits that has to get a turn of main's loop and of the pipeline's (`GET /feeds`), p99,
 * at 100,000 messages a second of 100,000 sensors. An upper bound of either loop's lag: the request's own work is in it. The
 * baseline is the same request of the same centre before the messages come.
 */
export const benches = {
  async 'ingest.loop-lag'() {
    const centre = await startCentre();
    const source = new MqttSource({
      ...{ role: 'client', port: Number(new URL(centre.mqtt).port), password: TOKEN, form: 'plain' },
      ...{ sensors: SENSORS, messages: PER_SECOND * SECONDS, perSecond: PER_SECOND },
    });
    await source.line('warm');
    while ((await feedOf(centre)).received < SENSORS) await pause(50);
    const idle = await askFor(centre, pause(5_000));
    source.go();
    const busy = await askFor(centre, source.line('done'));
    await pause(500);
    const feed = await feedOf(centre);
    source.stop();
    await centre.stop();
    const value = p99(busy);
    const baselineValue = p99(idle);
    return [
      {
        name: 'ingest.loop-lag',
        value,
        unit: 'ms',
        baseline: 'the same requests of an idle centre',
        baselineValue,
        ratio: value / baselineValue,
        dropped: SENSORS + PER_SECOND * SECONDS - feed.received + (feed.rejected['shed'] ?? 0),
        late: feed.late,
        n: busy.length,
      },
    ];
  },
};

interface Feed {
  id: string;
  received: number;
  late: number;
  rejected: Record<string, number>;
}

async function feedOf(centre: TestCentre): Promise<Feed> {
  const { items } = await centre.get<{ items: Feed[] }>('/api/v1/feeds');
  return items.find(({ id }) => id === 'mqtt')!;
}

/** Latencies (ms) of requests sent every 10 ms until `end`, whether or not the ones before were answered. */
async function askFor(centre: TestCentre, end: Promise<unknown>): Promise<number[]> {
  const latencies: number[] = [];
  const open = new Set<Promise<void>>();
  let isOver = false;
  void end.then(() => (isOver = true));
  while (!isOver) {
    const askedMs = performance.now();
    const answered = feedOf(centre).then(() => void latencies.push(performance.now() - askedMs));
    open.add(answered);
    void answered.then(() => open.delete(answered));
    await pause(ASK_EVERY_MS);
  }
  await Promise.all(open);
  return latencies;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function p99(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.round(sorted[Math.ceil(0.99 * sorted.length) - 1]! * 10) / 10;
}
