import { assertNever } from '@metropane/base';
import type { ControlRoom } from '../fold/control-room.ts';
import { alarmRecord } from '../view/alarm-record.ts';
import type { ActionWriter } from './action-writer.ts';
import { listAlarms } from './alarm-list.ts';
import type { AlarmItem, DeskCall } from './desk-messages.ts';
import type { IncidentOpener } from './incident-opener.ts';
import { type RuleWriter, shownRule, shownRules } from './rule-writer.ts';

export interface DeskParts {
  room: ControlRoom;
  actions: ActionWriter;
  incidents: IncidentOpener;
  rules: RuleWriter;
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
    const { room, actions, incidents, rules } = this.#parts;
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
        return this.#shown(actions.takeAlarms(itemised(call), call.actor));
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

function itemised({
  items,
  action,
}: {
  items: AlarmItem[];
  action: object;
}): { id: string; action: object }[] {
  return items.map(({ id, ...own }) => ({ id, action: { ...action, ...own } }));
}
