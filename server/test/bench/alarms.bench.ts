import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AlarmRecord } from '@metropane/live-state';
import mqtt from 'mqtt';
import { Server } from 'socket.io';
import { io } from 'socket.io-client';
import { pmRule } from '../alarm-fixture.ts';
import { startCentre, type TestCentre, TOKEN } from '../start-centre-fixture.ts';
import { AlarmDesk } from './alarm-desk.ts';
import { MqttSource } from './mqtt-source.ts';

const CLIENTS = 100;
const ACKS = Number(process.env['METROPANE_BENCH_ACKS'] ?? 200);
const ALARMS = Number(process.env['METROPANE_BENCH_ALARMS'] ?? 100);
const SENSORS = 20_000;
const MESSAGES = Number(process.env['METROPANE_BENCH_MESSAGES'] ?? 1_500_000);
const ALARM_EVERY_MS = 150;
const WAIT_MS = 15_000;
const QUANTILES = [
  ['p50', 0.5],
  ['p95', 0.95],
  ['p99', 0.99],
] as const;

/**
 * `alarms.ack-to-all`: from the acknowledgement of one desk (decided, journalled, folded) until the last of 100 desks has applied it.
 * `alarms.overload`: from a reading over the limit (QoS 1) until its alarm is at a desk, while ten times the telemetry of the
 * baseline comes as fast as the socket takes it; `dropped` are alarms that never came, `late` readings that were shed.
 */
export const benches = {
  'alarms.ack-to-all': measureAcks,
  'alarms.overload': measureOverload,
};

interface Latencies {
  ms: number[];
  wanted: number;
}

async function measureAcks() {
  const ours = await ackToAll();
  const plain = await plainToAll();
  return figures('alarms.ack-to-all', 'ms until the last of 100 desks', {
    ours,
    baseline: plain,
    baselineName: 'the same over a Socket.IO server that only passes it on',
    late: 0,
  });
}

async function measureOverload() {
  const over = await underLoad(0);
  const calm = await underLoad(Math.max(1_000, Math.round(over.perSecond / 10)));
  const baselineName = 'the same alarms under a tenth of the telemetry';
  const unit = `ms to a desk at ${Math.round(over.perSecond / 1000)}k readings/s`;
  return [
    ...figures('alarms.overload', unit, { ours: over, baseline: calm, baselineName, late: over.shed }),
    {
      ...{
        name: 'alarms.overload.gate',
        value: over.gateMs,
        unit: 'ms that a diff with a new alarm waits for the disk',
      },
      ...{ baseline: baselineName, baselineValue: calm.gateMs, ratio: over.gateMs / calm.gateMs },
      ...{ dropped: 0, late: 0, n: over.gated },
    },
  ];
}

function figures(
  name: string,
  unit: string,
  of: { ours: Latencies; baseline: Latencies; baselineName: string; late: number },
) {
  return QUANTILES.map(([quantile, share]) => {
    const value = percentile(of.ours.ms, share);
    const baselineValue = percentile(of.baseline.ms, share);
    return {
      name: `${name}.${quantile}`,
      value,
      unit,
      baseline: of.baselineName,
      baselineValue,
      ratio: value / baselineValue,
      dropped: of.ours.wanted - of.ours.ms.length,
      late: of.late,
      n: of.ours.ms.length,
    };
  });
}

async function ackToAll(): Promise<Latencies> {
  const centre = await startCentre();
  await putRule(centre);
  const counts = new Map<string, number>();
  let onAll: (key: string, atMs: number) => void = () => undefined;
  const onAlarm = (alarm: AlarmRecord, atMs: number): void => {
    const key = `${alarm.id} ${alarm.revision}`;
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    if (count === CLIENTS) onAll(key, atMs);
  };
  const desks: AlarmDesk[] = [];
  for (let i = 0; i < CLIENTS; i++) desks.push(await AlarmDesk.open(centre.http, onAlarm));
  const items = Array.from({ length: ACKS }, (_, i) => reading(`ack${i}`));
  await centre.post('/api/v1/observations', items);
  await until(() => desks[0]!.alarms().filter(isWaiting).length >= ACKS);
  const ms: number[] = [];
  for (const alarm of desks[0]!.alarms().filter(isWaiting)) {
    const wanted = `${alarm.id} ${alarm.revision + 1}`;
    const shown = new Promise<number>((resolve) => {
      onAll = (key, atMs) => key === wanted && resolve(atMs);
    });
    const beganMs = performance.now();
    const answer = await centre.post(`/api/v1/alarms/${alarm.id}/actions`, {
      action: 'acknowledge',
      expectedRevision: alarm.revision,
    });
    if (answer.status !== 200)
      throw new Error(`an acknowledgement got ${answer.status}: ${await answer.text()}`);
    ms.push((await shown) - beganMs);
  }
  for (const desk of desks) desk.close();
  await centre.stop();
  return { ms, wanted: ACKS };
}

/** What the sockets alone cost: one HTTP request, one emit to everybody. */
async function plainToAll(): Promise<Latencies> {
  const http = createServer((_request, response) => {
    server.emit('acknowledged');
    response.end('{}');
  });
  const server = new Server(http, { transports: ['websocket'], serveClient: false });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  let count = 0;
  let onAll: () => void = () => undefined;
  const clients = Array.from({ length: CLIENTS }, () =>
    io(url, { transports: ['websocket'], forceNew: true }),
  );
  await Promise.all(clients.map((client) => new Promise<void>((resolve) => client.on('connect', resolve))));
  for (const client of clients) client.on('acknowledged', () => ++count % CLIENTS === 0 && onAll());
  const ms: number[] = [];
  for (let i = 0; i < ACKS; i++) {
    const shown = new Promise<void>((resolve) => (onAll = resolve));
    const beganMs = performance.now();
    await fetch(`${url}/ack`, { method: 'POST', body: '{}' });
    await shown;
    ms.push(performance.now() - beganMs);
  }
  for (const client of clients) client.disconnect();
  await server.close();
  return { ms, wanted: ACKS };
}

interface Loaded extends Latencies {
  perSecond: number;
  shed: number;
  /** Diffs that waited for a sync of the log, and how long on average. */
  gated: number;
  gateMs: number;
}

async function underLoad(perSecond: number): Promise<Loaded> {
  const centre = await startCentre();
  await putRule(centre);
  const began = new Map<string, number>();
  const ms: number[] = [];
  const desk = await AlarmDesk.open(centre.http, (alarm, atMs) => {
    const beganMs = began.get(alarm.entity ?? '');
    if (beganMs === undefined) return;
    began.delete(alarm.entity!);
    ms.push(atMs - beganMs);
  });
  const port = Number(new URL(centre.mqtt).port);
  const messages = perSecond === 0 ? MESSAGES : Math.round((perSecond * ALARMS * ALARM_EVERY_MS) / 1000);
  const source = new MqttSource({
    ...{ role: 'client', port, password: TOKEN, sensors: SENSORS, messages, form: 'plain', perSecond },
  });
  await source.line('warm');
  await settled(centre, SENSORS);
  const sensor = await mqtt.connectAsync(centre.mqtt, {
    username: 'bench',
    password: TOKEN,
    protocolVersion: 4,
  });
  const goMs = performance.now();
  source.go();
  for (let i = 0; i < ALARMS; i++) {
    const { entity, t, v } = reading(`over${i}`);
    began.set(entity, performance.now());
    // Not awaited: an operator's alarm does not wait for the one before.
    sensor.publish(`city/v1/obs/air/${entity}`, JSON.stringify({ t, v }), { qos: 1 });
    await pause(ALARM_EVERY_MS);
  }
  const feed = await feedOf(centre);
  const rate = ((feed.received - SENSORS) / (performance.now() - goMs)) * 1000;
  await until(() => began.size === 0, WAIT_MS).catch(() => undefined);
  const shed = (await feedOf(centre)).rejected['shed'] ?? 0;
  const { gated, gateMs } = await gateOf(centre);
  source.stop();
  sensor.end(true);
  desk.close();
  await centre.stop();
  return { ms, wanted: ALARMS, perSecond: rate, shed, gated, gateMs };
}

function reading(entity: string) {
  return { domain: 'air', entity, t: Date.now() - 100, v: { pm25UgM3: 120 } };
}

async function putRule(centre: TestCentre): Promise<void> {
  const answer = await fetch(`${centre.http}/api/v1/rules/bench-pm25`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify({ rule: pmRule({ id: 'bench-pm25' }), expectedRevision: 0 }),
  });
  if (!answer.ok) throw new Error(`the rule got ${answer.status}: ${await answer.text()}`);
}

function isWaiting({ ruleId, state }: AlarmRecord): boolean {
  return ruleId === 'bench-pm25' && state === 'unacknowledged';
}

/** The first alarm of an incident called somebody: its diff waited. Health is told once a second. */
async function gateOf(centre: TestCentre): Promise<{ gated: number; gateMs: number }> {
  for (;;) {
    const text = await (await fetch(`${centre.http}/metrics`)).text();
    const figure = (name: string): number =>
      Number(new RegExp(`^metropane_${name} (.*)$`, 'm').exec(text)?.[1] ?? 0);
    const gated = figure('derived_gated');
    if (gated > 0) return { gated, gateMs: figure('derived_gated_ms') / gated };
    await pause(200);
  }
}

interface Feed {
  id: string;
  received: number;
  rejected: Record<string, number>;
}

async function feedOf(centre: TestCentre): Promise<Feed> {
  const { items } = await centre.get<{ items: Feed[] }>('/api/v1/feeds');
  return items.find(({ id }) => id === 'mqtt')!;
}

async function settled(centre: TestCentre, wanted: number): Promise<void> {
  while ((await feedOf(centre)).received < wanted) await pause(50);
}

async function until(isTrue: () => boolean, limitMs = 60_000): Promise<void> {
  const untilMs = performance.now() + limitMs;
  while (!isTrue()) {
    if (performance.now() > untilMs) throw new Error(`not so after ${limitMs} ms`);
    await pause(20);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.round((sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN) * 10) / 10;
}
