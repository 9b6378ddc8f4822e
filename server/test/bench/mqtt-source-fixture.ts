/**
 * One source for every contestant: a process that writes the same N PUBLISH frames (QoS 0, canonical JSON, about 90 bytes, one
 * reading each) as fast as the socket takes them. `client <port> <password>`: signs in to a broker and publishes.
 * `broker`: plays the broker for one subscriber. Prints its port, then `done <ms>` when all bytes were written.
 */
import { connect, createServer, type Socket } from 'node:net';

const [role, count, sensors, port, password] = process.argv.slice(2) as [
  string,
  string,
  string,
  string,
  string,
];
const CHUNK = 2000;

function publishFrames(from: number, to: number, startMs: number): Buffer {
  const frames: Buffer[] = [];
  for (let i = from; i < to; i++) {
    const sensor = i % Number(sensors);
    const topic = Buffer.from(`city/v1/obs/traffic/s${sensor}`);
    const payload = Buffer.from(
      JSON.stringify({
        t: startMs + Math.floor(i / Number(sensors)) * 1000,
        v: { speedKmh: (i * 7) % 90 },
        seq: i,
      }),
    );
    const length = 2 + topic.length + payload.length;
    const head =
      length < 128 ? Buffer.from([0x30, length]) : Buffer.from([0x30, (length & 127) | 128, length >> 7]);
    const topicLength = Buffer.from([topic.length >> 8, topic.length & 255]);
    frames.push(head, topicLength, topic, payload);
  }
  return Buffer.concat(frames);
}

// Made before the clock starts: what is measured is the receiver, not this generator.
const startMs = Date.now() - 3_600_000;
const chunks: Buffer[] = [];
for (let i = 0; i < Number(count); i += CHUNK)
  chunks.push(publishFrames(i, Math.min(i + CHUNK, Number(count)), startMs));

async function play(socket: Socket): Promise<void> {
  const began = performance.now();
  process.stdout.write('start\n');
  for (const chunk of chunks) {
    if (!socket.write(chunk)) await new Promise((resolve) => socket.once('drain', resolve));
  }
  process.stdout.write(`done ${performance.now() - began}\n`);
}

if (role === 'broker') {
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
    text(password),
  ]);
  const socket = connect(Number(port), '127.0.0.1', () =>
    socket.write(Buffer.concat([Buffer.from([0x10, body.length]), body])),
  );
  socket.once('data', () => void play(socket));
}
