/** A centre with one rule, a sensor over real MQTT and desks over real sockets. */
import type { AlarmRecord } from '@metropane/live-state';
import mqtt from 'mqtt';
import { TestClient } from '../src/fanout/test-client-fixture.ts';
import { pmRule } from './alarm-fixture.ts';
import { startCentre, TOKEN, type TestCentre } from './start-centre-fixture.ts';

export class AlarmCentre {
  readonly centre: TestCentre;
  readonly #sensor: mqtt.MqttClient;

  /** With `pmRule` in force. */
  static async start(): Promise<AlarmCentre> {
    const centre = await startCentre();
    const sensor = await mqtt.connectAsync(centre.mqtt, {
      username: 'x',
      password: TOKEN,
      protocolVersion: 4,
    });
    const started = new AlarmCentre(centre, sensor);
    const answer = await started.put(pmRule(), 0);
    if (!answer.ok) throw new Error(`the rule got ${answer.status}: ${await answer.text()}`);
    return started;
  }

  private constructor(centre: TestCentre, sensor: mqtt.MqttClient) {
    this.centre = centre;
    this.#sensor = sensor;
  }

  async stop(): Promise<void> {
    this.#sensor.end(true);
    await this.centre.stop();
  }

  put(rule: object & { id: string }, expectedRevision: number): Promise<Response> {
    return this.centre.post(`/api/v1/rules/${rule.id}`, { rule, expectedRevision }, { method: 'PUT' });
  }

  act(alarm: AlarmRecord, action: object): Promise<Response> {
    return this.centre.post(`/api/v1/alarms/${alarm.id}/actions`, action);
  }

  /** A reading of a station, QoS 1. */
  tell(entity: string, value: number): void {
    const body = JSON.stringify({ t: Date.now() - 50, v: { pm25UgM3: value } });
    this.#sensor.publish(`city/v1/obs/air/${entity}`, body, { qos: 1 });
  }

  /** A desk that watches alarms and incidents, and waits for a row to look as asked. */
  async desk() {
    const client = new TestClient(this.centre.http, { token: TOKEN });
    await client.connected();
    client.hello({ channels: ['records:alarm', 'records:incident', 'records:system'] });
    await client.frames(1);
    return {
      client,
      alarms: (): AlarmRecord[] => [...client.state.records.alarm.values()],
      async shows<T>(find: () => T | undefined): Promise<T> {
        for (;;) {
          const found = find();
          if (found !== undefined) return found;
          await client.frames(client.log.length + 1);
        }
      },
      close: () => client.socket.close(),
    };
  }

  /** The alarm of a station that goes over the limit, as the desk gets it. */
  raised(at: Desk, entity: string): Promise<AlarmRecord> {
    this.tell(entity, 120);
    return at.shows(() => at.alarms().find((alarm) => alarm.entity === entity));
  }
}
export type Desk = Awaited<ReturnType<AlarmCentre['desk']>>;
