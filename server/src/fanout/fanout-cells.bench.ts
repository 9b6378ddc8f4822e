import { makeRng } from '@metropane/base';
import { cellsOfSpan, cellSpanOf, emptyDiff, LayerDiffBuilder } from '@metropane/live-state';
import type { Channel, CityDiff } from '@metropane/live-state';
import { FanoutHarness } from './fanout-fixture.ts';
import { EPOCH } from './random-city-fixture.ts';
import type { TestClient } from './test-client-fixture.ts';

/**
 * A city of 20,000 entities, 500 desks that each look at a part of it: what they are sent, and what that costs the main thread, against
 * the same desks watching whole layers. Per publish 330 vehicles move and 165 stretches of road are measured, as in a city that speaks
 * 5,000 times a second. The desks look at 40 places; each holds the cells of a window two zooms closer than the main view.
 * Sustainable = every client is current after every publish: nobody is cut, nobody falls behind.
 */

interface Figure {
  name: string;
  value: number;
  unit: string;
  baseline: string;
  baselineValue: number;
  ratio: number;
  dropped: number;
  late: number;
  n: number;
}

const CLIENTS = 500;
const PLACES = 40;
const ROUNDS = 20;
const LAYERS = {
  transit: { rows: 4_400, changed: 330, metrics: ['speedKmh', 'headingDeg', 'delayS'] },
  traffic: { rows: 15_600, changed: 165, metrics: ['speedKmh'] },
} as const;
/** A window of 1,000 × 860 pixels at zoom 14.2 with a tenth more on each side, degrees. */
const WINDOW = { lon: 0.045, lat: 0.038 };

export const benches = { 'fanout.cells': measureCells };

interface Run {
  ms: number;
  bytesPerClient: number;
  encodings: number;
  /** Delivered per publish, to all clients together. */
  parts: number;
  entities: number;
  dropped: number;
  late: number;
}

async function measureCells(): Promise<Figure[]> {
  const cells = await measured((client) => windowChannels(client % PLACES));
  const whole = await measured(() => ['layer:traffic', 'layer:transit']);
  const common = { dropped: cells.dropped, late: cells.late, n: ROUNDS };
  const figure = (name: string, unit: string, [value, baselineValue]: [number, number]): Figure => {
    const baseline = `whole layers, ${whole.entities} entities per client`;
    return { name, value, unit, baseline, baselineValue, ratio: baselineValue / value, ...common };
  };
  const those = `${CLIENTS} clients of up to ${cells.entities} entities`;
  return [
    figure('fanout.cells.bytes', `bytes per client and publish, ${those}`, [
      cells.bytesPerClient,
      whole.bytesPerClient,
    ]),
    figure('fanout.cells.publish', `ms per publish, ${those}`, [cells.ms, whole.ms]),
    {
      ...figure('fanout.cells.encodings', `parts encoded per publish, ${those}`, [
        cells.encodings,
        cells.parts,
      ]),
      baseline: 'parts delivered, one encoding each',
    },
  ];
}

async function measured(interestOf: (client: number) => Channel[]): Promise<Run> {
  const harness = await FanoutHarness.start({ limits: { messageBurst: 1e9 } });
  const city = new MovingVehicles();
  harness.publish(city.next());
  const clients: TestClient[] = [];
  for (let i = 0; i < CLIENTS; i++) clients.push(await harness.watching('viewer', interestOf(i)));
  await harness.settle(...clients);
  const before = harness.fanout.stats();
  const partsBefore = partsOf(clients);
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const diff = city.next();
    const start = performance.now();
    harness.publish(diff);
    times.push(performance.now() - start);
    await harness.settle(...clients);
  }
  const after = harness.fanout.stats();
  await harness.stop();
  return {
    ms: median(times),
    bytesPerClient: Math.round((after.frameBytes - before.frameBytes) / ROUNDS / CLIENTS),
    encodings: (after.encodings - before.encodings) / ROUNDS,
    parts: (partsOf(clients) - partsBefore) / ROUNDS,
    entities: Math.max(...clients.slice(0, PLACES).map(entitiesOf)),
    dropped: Object.values(after.cuts).reduce((sum, count) => sum + count, 0),
    late: after.behind,
  };
}

/** Publishes of vehicles and roads that crowd around the middle, as a city does. */
class MovingVehicles {
  readonly #rng = makeRng(7);
  readonly #lon = new Map<string, Float64Array>();
  readonly #lat = new Map<string, Float64Array>();
  #seq = 0;

  next(): CityDiff {
    const seq = ++this.#seq;
    const diff = emptyDiff({ epoch: EPOCH, from: seq - 1, seq, atMs: seq * 100 });
    for (const [id, { rows, changed, metrics }] of Object.entries(LAYERS)) {
      const builder = new LayerDiffBuilder({ id, metrics: [...metrics] });
      if (seq === 1) this.#found(builder, id, rows);
      else for (let i = 0; i < changed; i++) this.#change(builder, id, this.#rng.int(rows));
      diff.layers.set(id, builder.take());
    }
    return diff;
  }

  #found(builder: LayerDiffBuilder, id: string, rows: number): void {
    this.#lon.set(id, new Float64Array(rows));
    this.#lat.set(id, new Float64Array(rows));
    for (let row = 0; row < rows; row++) {
      builder.name(row, `${id}:${row}`);
      this.#lon.get(id)![row] = 106.7 + this.#spread();
      this.#lat.get(id)![row] = 10.79 + this.#spread();
      builder.move(row, this.#lon.get(id)![row]!, this.#lat.get(id)![row]!);
      this.#measure(builder, id, row);
    }
  }

  #change(builder: LayerDiffBuilder, id: string, row: number): void {
    if (id === 'transit') {
      this.#lon.get(id)![row]! += (this.#rng.next() - 0.5) / 1_000;
      this.#lat.get(id)![row]! += (this.#rng.next() - 0.5) / 1_000;
      builder.move(row, this.#lon.get(id)![row]!, this.#lat.get(id)![row]!);
    }
    this.#measure(builder, id, row);
  }

  #measure(builder: LayerDiffBuilder, id: string, row: number): void {
    const figures =
      id === 'transit'
        ? [this.#rng.int(600) / 10, this.#rng.int(360), this.#rng.int(300)]
        : [this.#rng.int(600) / 10];
    builder.measure(row, 1_763_881_500_000 + this.#seq * 100 + this.#rng.int(100), figures);
  }

  /** Degrees from the middle: the sum of three draws has a crowd in it and ends 0.21 away. */
  #spread(): number {
    const rng = this.#rng;
    return (rng.next() + rng.next() + rng.next() - 1.5) * 0.14;
  }
}

function windowChannels(place: number): Channel[] {
  const rng = makeRng(place);
  const lon = 106.7 + (rng.next() - 0.5) * 0.12;
  const lat = 10.79 + (rng.next() - 0.5) * 0.12;
  const span = cellSpanOf({
    west: lon - WINDOW.lon / 2,
    east: lon + WINDOW.lon / 2,
    south: lat - WINDOW.lat / 2,
    north: lat + WINDOW.lat / 2,
  });
  const cells = [...cellsOfSpan(span), 'none'];
  return Object.keys(LAYERS).flatMap((id) => cells.map((cell): Channel => `layer:${id}@${cell}`));
}

function partsOf(clients: readonly TestClient[]): number {
  return clients.reduce((sum, { partCount }) => sum + partCount, 0);
}

function entitiesOf({ state }: TestClient): number {
  let count = 0;
  for (const { names } of state.layers.values()) for (const name of names) if (name !== undefined) count += 1;
  return count;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
