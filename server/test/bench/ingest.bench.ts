import { readFileSync } from 'node:fs';
import mqtt from 'mqtt';
import { startCentre, type TestCentre, TOKEN } from '../start-centre-fixture.ts';
import { MqttSource } from './mqtt-source.ts';
import type { SourcePlan } from './mqtt-source-fixture.ts';

const SENSORS = Number(process.env['METROPANE_BENCH_SENSORS'] ?? 100_000);
const MESSAGES = Number(process.env['METROPANE_BENCH_MESSAGES'] ?? 1_500_000);
const ROUNDS = 3;
const LIMIT_MS = 120_000;

/** One contestant's way through one round. */
interface Run {
  /** While every message was a sensor's first. */
  newPerSecond: number;
  /** Afterwards. */
  perSecond: number;
  /** Processor time of the receiving process, µs a message; NaN where the system does not tell. */
  cpuUs: number;
  dropped: number;
  late: number;
}

/**
 * The whole product (guard, rights, decoding, log, dedup, windows, history behind it) against a bare mqtt.js counter on the same
 * source, alternating. `ingest.fast`: canonical messages, read by the scanner. `ingest.generic`: the same with one field more,
 * which the scanner leaves to JSON.parse. Each also tells `.new` (100,000 sensors that nobody has heard of) and `.cpu`.
 */
export const benches = {
  'ingest.fast': () => compare('ingest.fast', 'plain'),
  'ingest.generic': () => compare('ingest.generic', 'unit'),
};

async function compare(name: string, form: SourcePlan['form']) {
  const ours: Run[] = [];
  const bare: Run[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    bare.push(await bareSubscriber(form));
    ours.push(await wholeProduct(form));
  }
  const figure = (suffix: string, unit: string, of: (run: Run) => number) => {
    const value = median(ours.map(of));
    const baselineValue = median(bare.map(of));
    return {
      name: name + suffix,
      value,
      unit,
      baseline: 'mqtt.js subscriber that only counts',
      baselineValue,
      ratio: value / baselineValue,
      dropped: ours.reduce((sum, run) => sum + run.dropped, 0),
      late: ours.reduce((sum, run) => sum + run.late, 0),
      n: MESSAGES * ROUNDS,
    };
  };
  const figures = [
    figure('', 'msg/s', (run) => run.perSecond),
    figure('.new', 'msg/s', (run) => run.newPerSecond),
  ];
  return Number.isNaN(ours[0]!.cpuUs) ? figures : [...figures, figure('.cpu', 'µs/msg', (run) => run.cpuUs)];
}

function planOf(form: SourcePlan['form']): SourcePlan {
  const rest = { sensors: SENSORS, messages: MESSAGES, form, perSecond: 0 };
  return { role: 'broker', port: 0, password: '', ...rest };
}

async function bareSubscriber(form: SourcePlan['form']): Promise<Run> {
  const source = new MqttSource(planOf(form));
  const port = Number((await source.line('port')).split(' ')[1]);
  const client = mqtt.connect(`mqtt://127.0.0.1:${port}`, { protocolVersion: 4 });
  let count = 0;
  let beganMs = 0;
  let warmMs = 0;
  let warmCpuUs = 0;
  const endMs = await new Promise<number>((resolve) => {
    client.on('message', () => {
      if (count === 0) beganMs = performance.now();
      count += 1;
      if (count === SENSORS) {
        warmMs = performance.now();
        warmCpuUs = cpuUs(process.pid);
        source.go();
      }
      if (count === SENSORS + MESSAGES) resolve(performance.now());
    });
    client.subscribe('city/v1/obs/#');
  });
  const usedUs = cpuUs(process.pid) - warmCpuUs;
  client.end(true);
  source.stop();
  return {
    newPerSecond: (SENSORS / (warmMs - beganMs)) * 1000,
    perSecond: (MESSAGES / (endMs - warmMs)) * 1000,
    cpuUs: usedUs / MESSAGES,
    dropped: 0,
    late: 0,
  };
}

interface Feed {
  id: string;
  received: number;
  late: number;
  rejected: Record<string, number>;
}

/** From the first byte to the last reading folded and logged, as `/feeds` counts them. */
async function wholeProduct(form: SourcePlan['form']): Promise<Run> {
  const centre = await startCentre();
  const port = Number(new URL(centre.mqtt).port);
  const source = new MqttSource({ ...planOf(form), role: 'client', port, password: TOKEN });
  await source.line('start');
  const beganMs = performance.now();
  const warmMs = await received(centre, SENSORS, beganMs);
  const warmCpuUs = cpuUs(centre.child.pid!);
  const goMs = performance.now();
  source.go();
  const endMs = await received(centre, SENSORS + MESSAGES, goMs);
  const usedUs = cpuUs(centre.child.pid!) - warmCpuUs;
  const feed = await mqttFeed(centre);
  source.stop();
  await centre.stop();
  const dropped = feed.rejected['shed'] ?? 0;
  return {
    newPerSecond: (SENSORS / (warmMs - beganMs)) * 1000,
    perSecond: ((feed.received - SENSORS - dropped) / (endMs - goMs)) * 1000,
    cpuUs: usedUs / MESSAGES,
    dropped,
    late: feed.late,
  };
}

/** When the feed had so many readings; at the limit, when that was. */
async function received(centre: TestCentre, wanted: number, sinceMs: number): Promise<number> {
  for (;;) {
    const feed = await mqttFeed(centre);
    const nowMs = performance.now();
    if (feed.received >= wanted || nowMs - sinceMs > LIMIT_MS) return nowMs;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function mqttFeed(centre: TestCentre): Promise<Feed> {
  const { items } = await centre.get<{ items: Feed[] }>('/api/v1/feeds');
  return items.find(({ id }) => id === 'mqtt')!;
}

/** Processor time of a process so far, all its threads and none of its children; NaN where there is no /proc. */
function cpuUs(pid: number): number {
  if (process.platform !== 'linux') return Number.NaN;
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const [user, system] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13);
  return (Number(user) + Number(system)) * 10_000;
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
