import type { AlarmAction } from '@metropane/incidents';
import type { Priority } from '@metropane/live-state';

/** What desks ask of the pipeline beside acts on incidents. */
export type DeskCall =
  | { name: 'alarms'; wanted: AlarmsWanted; limit: number; after?: AlarmCursor }
  | { name: 'alarm'; id: string }
  | { name: 'alarm-action'; alarmId: string; action: unknown; actor: string }
  /** One act on many alarms, each against its own revision. */
  | { name: 'alarm-actions'; items: AlarmItem[]; action: object; actor: string }
  | { name: 'open-incident'; request: unknown; actor: string }
  | { name: 'related'; incidentId: string; limit: number }
  | { name: 'rules' }
  | { name: 'rule'; id: string }
  | { name: 'put-rule'; rule: unknown; expectedRevision: number; actor: string };

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
