/**
 * One source for every contestant: a process that writes the same PUBLISH frames (QoS 0, one reading each). First one message of
 * every sensor, then `warm` is printed and a line on stdin awaited, then the other messages: as fast as the socket takes them,
 * or `perSecond` of them. Prints `done` when all bytes were written. Argument: a `SourcePlan` as JSON.
 */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

export interface SourcePlan {
  /** `client`: signs in to a broker at `port` and publishes. `broker`: plays the broker for one subscriber, prints its `port`. */
  role: 'client' | 'broker';
  port: number;
  password: string;
  sensors: number;
  /** Messages after the first one of every sensor. */
  messages: number;
  /** `plain`: the fields that every device sends. `unit`: one field more, which the contract allows and the scanner leaves. */
  form: 'plain' | 'unit';
  /** 0 = as fast as possible. */
  perSecond: number;
}

const CHUNK = 1000;
const plan = JSON.parse(process.argv[2]!) as SourcePlan;
const answers = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const startMs = Date.now() - 3_600_000;

function publishFrames(from: number, to: number): Buffer {
  const frames: Buffer[] = [];
  for (let i = from; i < to; i++) {
    const topic = Buffer.from(`city/v1/obs/traffic/s${i % plan.sensors}`);
    const t = startMs + Math.floor(i / plan.sensors) * 1000;
    const unit = plan.form === 'unit' ? { unit: 'km/h' } : {};
    const payload = Buffer.from(
      JSON.stringify({ t, v: { speedKmh: ((i * 7) % 900) / 10 }, ...unit, seq: i }),
    );
    const length = 2 + topic.length + payload.length;
    const head =
      length < 128 ? Buffer.from([0x30, length]) : Buffer.from([0x30, (length & 127) | 128, length >> 7]);
    frames.push(head, Buffer.from([topic.length >> 8, topic.length & 255]), topic, payload);
  }
  return Buffer.concat(frames);
}

function chunks(from: number, to: number): Buffer[] {
  const made: Buffer[] = [];
  for (let i = from; i < to; i += CHUNK) made.push(publishFrames(i, Math.min(i + CHUNK, to)));
  return made;
}

// Made before the clock starts: what is measured is the receiver, not this generator.
const first = chunks(0, plan.sensors);
const others = chunks(plan.sensors, plan.sensors + plan.messages);

async function play(socket: Socket): Promise<void> {
  process.stdout.write('start\n');
  await write(socket, first, 0);
  process.stdout.write('warm\n');
  await answers.next();
  await write(socket, others, plan.perSecond);
  process.stdout.write('done\n');
}

async function write(socket: Socket, all: Buffer[], perSecond: number): Promise<void> {
  const beganMs = performance.now();
  for (const [n, chunk] of all.entries()) {
    const dueMs = perSecond === 0 ? 0 : beganMs + (n * CHUNK * 1000) / perSecond;
    while (performance.now() < dueMs) await new Promise((resolve) => setTimeout(resolve, 2));
    if (!socket.write(chunk)) await once(socket, 'drain');
  }
}

if (plan.role === 'broker') {
  const server = createServer((socket) => {
    socket.setNoDelay(true);
    let subscribed = false;
    socket.on('error', () => undefined);
    socket.on('data', (data: Buffer) => {
      const kind = data[0]! >> 4;
      if (kind === 1) socket.write(Buffer.from([0x20, 2, 0, 0]));
      if (kind === 8 && !subscribed) {
        subscribed = true;
        socket.write(Buffer.from([0x90, 3, data[2]!, data[3]!, 0]));
        setTimeout(() => void play(socket), 50);
      }
      if (kind === 12) socket.write(Buffer.from([0xd0, 0]));
    });
  });
  server.listen(0, '127.0.0.1', () =>
    process.stdout.write(`port ${(server.address() as { port: number }).port}\n`),
  );
} else {
  const text = (value: string): Buffer =>
    Buffer.concat([Buffer.from([value.length >> 8, value.length & 255]), Buffer.from(value)]);
  const body = Buffer.concat([
    text('MQTT'),
    Buffer.from([4, 0xc2, 0, 60]),
    text('bench'),
    text('bench'),
    text(plan.password),
  ]);
  const socket = connect(plan.port, '127.0.0.1', () =>
    socket.write(Buffer.concat([Buffer.from([0x10, body.length]), body])),
  );
  socket.once('data', () => void play(socket));
}
