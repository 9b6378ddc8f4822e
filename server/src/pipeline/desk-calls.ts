import { assertNever, type Clock } from '@metropane/base';
import type { ControlRoom } from '../fold/control-room.ts';
import { alarmRecord } from '../view/alarm-record.ts';
import { geofenceRecord } from '../view/geofence-record.ts';
import type { ActionWriter, ManyItem } from './action-writer.ts';
import { listAlarms } from './alarm-list.ts';
import { askedModels, journalModel } from './baseline-desk.ts';
import type { AlarmItem, DeskCall, DeskItem } from './desk-messages.ts';
import type { FactWriter } from './fact-writer.ts';
import type { GeofenceWriter } from './geofence-writer.ts';
import type { IncidentOpener } from './incident-opener.ts';
import { ruleChoices } from './rule-choices.ts';
import { type RuleWriter, shownRule, shownRules } from './rule-writer.ts';

export interface DeskParts {
  room: ControlRoom;
  actions: ActionWriter;
  incidents: IncidentOpener;
  rules: RuleWriter;
  geofences: GeofenceWriter;
  facts: Pick<FactWriter, 'write'>;
  clock: Clock;
  /** Shows at once what an act changed: every other desk sees it with this diff. */
  publish: () => void;
}

/** Answers what desks ask about alarms and rules, and takes their acts. */
export class DeskCalls {
  readonly #parts: DeskParts;

  constructor(parts: DeskParts) {
    this.#parts = parts;
  }

  async answer(call: DeskCall): Promise<unknown> {
    const { room, actions, incidents, rules, geofences } = this.#parts;
    switch (call.name) {
      case 'alarms':
        return listAlarms(room, call);
      case 'alarm': {
        const alarm = room.alarms.get(call.id);
        return alarm === undefined ? null : alarmRecord(room, alarm);
      }
      case 'alarm-action':
        return this.#shown(actions.takeAlarm(call.alarmId, call.action, call.actor));
      case 'alarm-actions':
        return this.#shown(actions.takeMany(itemised(alarmsOf(call.items), call.action), call.actor));
      case 'desk-actions':
        return this.#shown(actions.takeMany(itemised(call.items, call.action), call.actor));
      case 'open-incident':
        return this.#shown(incidents.open(call.request, call.actor));
      case 'related':
        return room.incidents.get(call.incidentId) === undefined
          ? null
          : room.incidents.related(call.incidentId, call.limit);
      case 'rules':
        return shownRules(room);
      case 'rule':
        return shownRule(room, call.id);
      case 'put-rule':
        return this.#shown(rules.put(call.rule, call.expectedRevision, call.actor));
      case 'preview-rule':
        return rules.preview(call.rule);
      case 'rule-choices':
        return ruleChoices(room);
      case 'geofences':
        return [...room.geofences.values()].map(geofenceRecord);
      case 'geofence-action':
        return this.#shown(geofences.take(call.action, call.actor));
      case 'baselines':
        return askedModels(room);
      case 'put-baseline':
        return journalModel(this.#parts, call.entry);
      default:
        return assertNever(call);
    }
  }

  async #shown<T>(acted: Promise<T>): Promise<T> {
    try {
      return await acted;
    } finally {
      this.#parts.publish();
    }
  }
}

function alarmsOf(items: readonly AlarmItem[]): DeskItem[] {
  return items.map((item) => ({ kind: 'alarm', ...item }));
}

function itemised(items: readonly DeskItem[], action: object): ManyItem[] {
  return items.map(({ kind, id, ...own }) => ({ kind, id, action: { ...action, ...own } }));
}
