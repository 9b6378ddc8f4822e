import net from 'node:net';
import { generate, parser } from 'mqtt-packet';
import type { Packet } from 'mqtt-packet';

/** A socket that speaks MQTT packet by packet and remembers what came, so that a test can be as rude as it likes. */
export class RawMqttClient {
  readonly socket: net.Socket;
  readonly received: Packet[] = [];
  closedAtMs: number | undefined;
  readonly #waiting: { wanted: () => boolean; resolve: () => void }[] = [];

  private constructor(socket: net.Socket) {
    this.socket = socket;
    const packets = parser({ protocolVersion: 4 });
    packets.on('packet', (packet) => {
      this.received.push(packet);
      this.#settle();
    });
    socket.on('data', (chunk: Buffer) => packets.parse(chunk));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.closedAtMs = performance.now();
      this.#settle();
    });
  }

  static async connect(port: number): Promise<RawMqttClient> {
    const socket = net.connect({ port, host: '127.0.0.1' });
    const client = new RawMqttClient(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', reject);
    });
    return client;
  }

  /** Connects and signs in; fails unless CONNACK is 0. */
  static async signIn(port: number, password?: string, fields: ConnectFields = {}): Promise<RawMqttClient> {
    const client = await RawMqttClient.connect(port);
    client.sendConnect(password, fields);
    await client.until(() => client.received.length > 0 || client.isClosed);
    const connack = client.received[0];
    if (connack?.cmd !== 'connack' || connack.returnCode !== 0) {
      throw new Error(`sign-in failed: ${JSON.stringify(connack)}`);
    }
    return client;
  }

  get isClosed(): boolean {
    return this.closedAtMs !== undefined;
  }

  sendConnect(password?: string, fields: ConnectFields = {}): void {
    this.send({
      cmd: 'connect',
      protocolId: 'MQTT',
      protocolVersion: 4,
      clean: true,
      clientId: `test-${Math.trunc(performance.now() * 1_000)}`,
      keepalive: 0,
      ...(password === undefined ? {} : { username: 'any', password: Buffer.from(password) }),
      ...fields,
    });
  }

  send(packet: Packet): void {
    this.socket.write(generate(packet));
  }

  publish(
    topic: string,
    payload: string | Buffer,
    fields: { qos?: 0 | 1 | 2; messageId?: number; retain?: boolean; dup?: boolean } = {},
  ): void {
    const { qos = 0, retain = false, dup = false, messageId } = fields;
    this.send({
      cmd: 'publish',
      topic,
      payload,
      qos,
      retain,
      dup,
      ...(messageId === undefined ? {} : { messageId }),
    });
  }

  /** Waits for a condition that a packet or the end of the connection makes true. */
  async until(wanted: () => boolean, limitMs = 30_000): Promise<void> {
    if (wanted()) return;
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(
        () =>
          reject(
            new Error(`not within ${limitMs} ms; received ${JSON.stringify(this.received).slice(0, 500)}`),
          ),
        limitMs,
      );
      this.#waiting.push({
        wanted,
        resolve: () => {
          clearTimeout(timer);
          resolve();
        },
      });
    });
  }

  /** Sends PINGREQ and waits for its answer: whatever was sent before has been read. */
  async ping(): Promise<void> {
    const before = this.received.filter(({ cmd }) => cmd === 'pingresp').length;
    this.send({ cmd: 'pingreq' });
    await this.until(
      () => this.received.filter(({ cmd }) => cmd === 'pingresp').length > before || this.isClosed,
    );
  }

  end(): void {
    this.socket.destroy();
  }

  #settle(): void {
    for (const waiting of [...this.#waiting]) {
      if (!waiting.wanted()) continue;
      this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
      waiting.resolve();
    }
  }
}

export interface ConnectFields {
  clientId?: string;
  keepalive?: number;
  clean?: boolean;
  will?: { topic: string; payload: Buffer; qos: 0 | 1 | 2; retain: boolean };
}
