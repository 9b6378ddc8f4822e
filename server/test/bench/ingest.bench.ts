import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import mqtt from 'mqtt';
import { startCentre, TOKEN } from '../start-centre-fixture.ts';

const MESSAGES = Number(process.env['METROPANE_BENCH_MESSAGES'] ?? 600_000);
const SENSORS = 100_000;
const ROUNDS = 3;

interface Rate {
  perSecond: number;
  dropped: number;
  late: number;
}

/** `ingest.generic`: the whole product (guard, rights, JSON, log, dedup, windows, history) against a bare mqtt.js counter. */
export const benches = {
  async 'ingest.generic'() {
    const ours: Rate[] = [];
    const bare: Rate[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      bare.push(await bareSubscriber());
      ours.push(await wholeProduct());
    }
    const value = median(ours.map((rate) => rate.perSecond));
    const baselineValue = median(bare.map((rate) => rate.perSecond));
    return [
      {
        name: 'ingest.generic',
        value,
        unit: 'msg/s',
        baseline: 'mqtt.js subscriber that only counts',
        baselineValue,
        ratio: value / baselineValue,
        dropped: ours.reduce((sum, rate) => sum + rate.dropped, 0),
        late: ours.reduce((sum, rate) => sum + rate.late, 0),
        n: MESSAGES * ROUNDS,
      },
    ];
  },
};

async function bareSubscriber(): Promise<Rate> {
  const source = startSource(['broker', String(MESSAGES), String(SENSORS)]);
  const port = Number((await source.line('port')).split(' ')[1]);
  const client = mqtt.connect(`mqtt://127.0.0.1:${port}`, { protocolVersion: 4 });
  let count = 0;
  let beganMs = 0;
  const elapsedMs = await new Promise<number>((resolve) => {
    client.on('message', () => {
      if (count === 0) beganMs = performance.now();
      count += 1;
      if (count === MESSAGES) resolve(performance.now() - beganMs);
    });
    client.subscribe('city/v1/obs/#');
  });
  client.end(true);
  source.child.kill('SIGKILL');
  return { perSecond: (MESSAGES / elapsedMs) * 1000, dropped: 0, late: 0 };
}

/** From the first byte to the last reading folded and logged, as `/feeds` counts them. */
async function wholeProduct(): Promise<Rate> {
  const centre = await startCentre();
  const port = new URL(centre.mqtt).port;
  const source = startSource(['client', String(MESSAGES), String(SENSORS), port, TOKEN]);
  await source.line('start');
  const beganMs = performance.now();
  type Feed = { id: string; received: number; late: number; rejected: Record<string, number> };
  let feed: Feed | undefined;
  while ((feed?.received ?? 0) < MESSAGES && performance.now() - beganMs < 120_000) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    feed = (await centre.get<{ items: Feed[] }>('/api/v1/feeds')).items.find(
      (candidate) => candidate.id === 'mqtt',
    );
  }
  const elapsedMs = performance.now() - beganMs;
  source.child.kill('SIGKILL');
  await centre.stop();
  const dropped = feed?.rejected['shed'] ?? 0;
  return {
    perSecond: (((feed?.received ?? 0) - dropped) / elapsedMs) * 1000,
    dropped,
    late: feed?.late ?? 0,
  };
}

function startSource(args: string[]): { child: ChildProcess; line: (word: string) => Promise<string> } {
  const script = fileURLToPath(new URL('mqtt-source-fixture.ts', import.meta.url));
  const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout });
  return {
    child,
    line: (word) =>
      new Promise((resolve) => {
        lines.on('line', (line) => {
          if (line.startsWith(word)) resolve(line);
        });
      }),
  };
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
