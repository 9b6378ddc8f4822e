import type { Rule } from '@metropane/city';
import type { NewIncident, ShiftEntry } from '@metropane/incidents';
import type { BaselineModel, BaselineQuality, BaselineRefusal } from '@metropane/rules';
import type { ControlRoom } from './control-room.ts';
import type { GeofenceEntry } from './geofences/geofences.ts';
import type { JournalFact } from './log-entry.ts';

/** Body of a journal entry `rule`: a revision that a person wrote. */
export interface RuleBody {
  rule: Rule;
  revision: number;
  by: string;
}

/** Body of a journal entry `rule-disabled`: the centre took a revision out of use, or obeys that the fold had done so. */
export interface RuleDisabledBody {
  ruleId: string;
  revision: number;
  reason: string;
}

/** Body of a journal entry `model-fitted`: what is usual for a series (`domain/entity/metric`). */
export interface ModelFittedBody {
  series: string;
  model: BaselineModel;
  /** Absent in journals of before 2026-11-23. */
  quality?: BaselineQuality;
}

/** Body of a journal entry `model-refused`: it was tried, and why there is nothing new. */
export interface ModelRefusedBody {
  series: string;
  refusal: BaselineRefusal;
}

/** Folds what people do with alarms, rules, duty posts, walls and fences, and incidents opened by hand; other kinds are passed over. */
export function foldAlarmFact(room: ControlRoom, seq: number, fact: JournalFact): void {
  const { desk } = room;
  const { atMs, actor } = fact;
  const ctx = { atMs, actor, journalSeq: seq };
  switch (fact.kind) {
    case 'alarm-action': {
      const { alarmId, action } = fact.body as { alarmId: string; action: unknown };
      room.alarms.act(alarmId, action, ctx);
      return;
    }
    case 'rule': {
      const { rule, revision, by } = fact.body as RuleBody;
      desk.putRule({ rule, revision, by, atMs });
      return;
    }
    case 'rule-disabled': {
      const { ruleId, revision, reason } = fact.body as RuleDisabledBody;
      desk.disableRule(ruleId, revision, { reason, atMs });
      return;
    }
    case 'model-fitted': {
      const { series, model, quality = null } = fact.body as ModelFittedBody;
      desk.models.put(series, { model, quality, atMs });
      return;
    }
    case 'model-refused': {
      const { series, refusal } = fact.body as ModelRefusedBody;
      desk.models.refuse(series, { ...refusal, atMs });
      return;
    }
    case 'shift-action':
      room.shifts.act(fact.body as ShiftEntry, ctx);
      room.dirty.positions = true;
      return;
    case 'wall-action': {
      const { room: wall, action } = fact.body as { room: string; action: unknown };
      room.walls.act(wall, action, { by: actor, nowMs: Math.max(room.nowMs, atMs) });
      return;
    }
    case 'geofence-action':
      room.geofences.act(fact.body as GeofenceEntry, { atMs, actor });
      return;
    case 'incident-opened':
      desk.incidents.openByHand(fact.body as NewIncident, ctx);
      return;
  }
}
