/** What makes alarms beside the rules themselves: what acts on what, and who answers. */
import type { Name } from './pack-types.ts';

/** A cause at `from` reaches `to` (`domain/entity`), after `lagMs` where that is known. */
export type CityLink = {
  readonly kind: 'road' | 'feeder' | 'reach' | 'drain';
  readonly from: string;
  readonly to: string;
  readonly lagMs?: number;
};

/** A duty post of the control room; the one without categories answers for what no other has. */
export type DutyPosition = {
  readonly id: string;
  readonly name: Name;
  readonly categories: readonly string[];
};
