import {
  applyDiff,
  applySnapshot,
  type AlarmRecord,
  type Channel,
  type CityState,
  emptyState,
} from '@metropane/live-state';
import {
  decodeFrame,
  type DiffHeader,
  LIVE_NAMESPACE,
  PROTOCOL,
  type SnapshotHeader,
} from '@metropane/protocol';
import { io, type Socket } from 'socket.io-client';
import { TOKEN } from '../start-centre-fixture.ts';

/** A desk that watches the alarms of a running centre as the browser does, and tells of each when it was applied. */
export class AlarmDesk {
  readonly #socket: Socket;
  readonly #onAlarm: (alarm: AlarmRecord, atMs: number) => void;
  #state: CityState = emptyState();

  /** Resolves when the first state is there. */
  static async open(http: string, onAlarm: (alarm: AlarmRecord, atMs: number) => void): Promise<AlarmDesk> {
    const socket = io(http + LIVE_NAMESPACE, {
      transports: ['websocket'],
      forceNew: true,
      auth: { token: TOKEN },
    });
    const desk = new AlarmDesk(socket, onAlarm);
    await new Promise<void>((resolve, reject) => {
      socket.once('snapshot', () => resolve());
      socket.once('connect_error', reject);
    });
    return desk;
  }

  private constructor(socket: Socket, onAlarm: (alarm: AlarmRecord, atMs: number) => void) {
    this.#socket = socket;
    this.#onAlarm = onAlarm;
    socket.on('connect', () =>
      socket.emit('hello', { protocol: PROTOCOL, realm: 'live', channels: ['records:alarm'] }),
    );
    socket.on('snapshot', (header: SnapshotHeader, body: Uint8Array) => {
      this.#state = emptyState(header.epoch);
      const frame = this.#read(header, body);
      applySnapshot(this.#state, frame, header.channels as Channel[]);
    });
    socket.on('diff', (header: DiffHeader, body: Uint8Array) => {
      const frame = this.#read(header, body);
      applyDiff(this.#state, frame);
      const atMs = performance.now();
      for (const alarm of frame.records.alarm?.upserts.values() ?? []) this.#onAlarm(alarm, atMs);
    });
  }

  alarms(): AlarmRecord[] {
    return [...this.#state.records.alarm.values()];
  }

  close(): void {
    this.#socket.close();
  }

  #read(header: DiffHeader | SnapshotHeader, body: Uint8Array) {
    const frame = decodeFrame(header, body);
    if (!frame.ok) throw new Error(frame.message);
    this.#socket.emit('credit', { upTo: header.seq });
    return frame.value;
  }
}
