import type { Alarm } from '@metropane/incidents';
import type { AlarmRecord, Text } from '@metropane/live-state';
import type { ControlRoom } from '../fold/control-room.ts';

/** An alarm with the names that a screen shows. */
export function alarmRecord(room: ControlRoom, alarm: Alarm): AlarmRecord {
  return { ...alarm, name: ruleName(room, alarm.ruleId), place: placeOf(room, alarm) };
}

/** As the rule is called now; one that is gone is called by its id. */
function ruleName(room: ControlRoom, ruleId: string): Text {
  return room.desk.rules.get(ruleId)?.rule.name ?? { vi: ruleId, en: ruleId };
}

/** Names of places are proper names: the same in every language. */
function placeOf({ config, descriptions }: ControlRoom, { key, domain, entity, unit }: Alarm): string {
  if (entity === undefined) return unit?.name ?? key;
  const place = config.alarms?.places[`${domain}/${entity}`];
  if (place !== undefined) return place.name.vi;
  const described = descriptions.get(`${domain}\0${entity}`);
  const { name } = (described === undefined ? {} : JSON.parse(described)) as { name?: Partial<Text> };
  return name?.vi ?? name?.en ?? entity;
}
