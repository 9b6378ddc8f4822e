import type { MessagePort } from 'node:worker_threads';
import type { Realm } from '../access/principal.ts';
import type { Subject } from './compose.ts';
import type { Target } from './delivery-config.ts';
import type { Delivery, DeliveryState } from './outbox.ts';

/** What crosses between main and the worker *delivery*. */
export interface DeliveryStart {
  dataDir: string;
  realm: Realm;
  /** Of quiet hours and of times in letters. */
  zone: string;
  /** Empty in an exercise, whatever is configured. */
  targets: Target[];
  journal: MessagePort;
  /** Newest journal entry before this process: where the first start of all begins. */
  since: number;
  /** A worker before this one has told the broker of this process what stands. */
  hasRetained: boolean;
}

export type DeliveryQuestion =
  | { name: 'list'; incident?: string; state?: DeliveryState; limit: number; before?: number }
  | { name: 'get'; id: string }
  | { name: 'retry'; id: string }
  | { name: 'cancel'; id: string; by: string };

export interface DeliveryPage {
  items: Delivery[];
  next: number | null;
}

export type ToDelivery =
  | { type: 'ask'; id: number; question: DeliveryQuestion }
  | { type: 'subject'; id: number; ok: true; subject: Subject }
  | { type: 'subject'; id: number; ok: false; message: string }
  | { type: 'published'; id: number; error: string | null }
  | { type: 'stop' };

export type FromDelivery =
  /** From here on nothing that is journalled can be missed. */
  | { type: 'opened' }
  /** The broker of this process was told what stands; it keeps it as long as the process lives. */
  | { type: 'retained' }
  | { type: 'answer'; id: number; ok: true; value: unknown }
  | { type: 'answer'; id: number; ok: false; message: string }
  | { type: 'look-up'; id: number; incidentId: string | null; alarmId: string | null }
  | { type: 'publish'; id: number; topic: string; payload: string; retain: boolean }
  | { type: 'status'; status: DeliveryStatus };

export interface DeliveryStatus {
  /** Why messages are not taken in; null = they are. */
  fault: string | null;
  /** Targets that are left alone after failures in a row. */
  resting: { target: string; untilMs: number }[];
  counts: Record<string, Partial<Record<DeliveryState, number>>>;
}
