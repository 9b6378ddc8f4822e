import type { AlarmAction } from '@metropane/incidents';
import type { Priority } from '@metropane/live-state';
import type { ModelEntry } from './baseline-desk.ts';

/** What desks ask of the pipeline beside acts on incidents. */
export type DeskCall =
  | { name: 'alarms'; wanted: AlarmsWanted; limit: number; after?: AlarmCursor }
  | { name: 'alarm'; id: string }
  | { name: 'alarm-action'; alarmId: string; action: unknown; actor: string }
  /** One act on many alarms, each against its own revision. */
  | { name: 'alarm-actions'; items: AlarmItem[]; action: object; actor: string }
  /** The same on alarms and incidents together. */
  | { name: 'desk-actions'; items: DeskItem[]; action: object; actor: string }
  | { name: 'open-incident'; request: unknown; actor: string }
  | { name: 'related'; incidentId: string; limit: number }
  | { name: 'rules' }
  | { name: 'rule'; id: string }
  | { name: 'put-rule'; rule: unknown; expectedRevision: number; actor: string }
  /** What a rule as it is tried says of every key now. */
  | { name: 'preview-rule'; rule: unknown }
  /** What a rule may name. */
  | { name: 'rule-choices' }
  | { name: 'geofences' }
  | { name: 'geofence-action'; action: unknown; actor: string }
  /** Series that rules compare with what is usual, and what was fitted of them. */
  | { name: 'baselines' }
  | { name: 'put-baseline'; entry: ModelEntry };

/** Which alarms; what is left out does not bound. `q`: part of a name, a place, a rule or a key, in any case. */
export interface AlarmsWanted {
  state?: string;
  priority?: Priority;
  position?: string;
  domain?: string;
  incident?: string;
  q?: string;
}

/** The last alarm of the page before: alarms go from the newest raised to the oldest. */
export interface AlarmCursor {
  raisedAtMs: number;
  id: string;
}

export type AlarmItem = { id: string } & Pick<AlarmAction, 'expectedRevision' | 'actionId'>;

export type DeskItem = { kind: 'alarm' | 'incident' } & AlarmItem;
