import { DEFAULT_PREFIX, formatTopic } from '@metropane/protocol';

/** One MQTT message of a simulator or a recording: everything that a broker needs, and when it was or will be sent. */
export interface SimMessage {
  /** When it is sent: epoch milliseconds of simulated time, or the arrival time of a recording. */
  readonly atMs: number;
  readonly topic: string;
  readonly qos: 0 | 1 | 2;
  readonly retain: boolean;
  /** Text is sent as UTF-8. */
  readonly payload: string | Uint8Array;
}

/** Topics of the contract start with this. */
export const TOPIC_PREFIX = DEFAULT_PREFIX;

/** Topic of one entity's observations. */
export function observationTopic(domain: string, entity: string): string {
  return formatTopic({ kind: 'obs', domain, entity });
}

/** Topic of one entity's retained description. */
export function entityTopic(domain: string, entity: string): string {
  return formatTopic({ kind: 'entity', domain, entity });
}

/** Topic of reports of one source. */
export function reportTopic(source: string): string {
  return formatTopic({ kind: 'report', source });
}
