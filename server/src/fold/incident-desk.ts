import type {
  ActContext,
  Alarm,
  AlarmBook,
  NewIncident,
  ServiceLevels,
  TopologyLink,
} from '@metropane/incidents';
import type { RuleSet } from '@metropane/rules';
import type { ControlRoom } from './control-room.ts';
import type { DerivedEntry } from './derived.ts';
import type { SopConfig } from './fold-config.ts';

/** One array for as long as nothing is configured: incidents index it by identity. */
const NO_TOPOLOGY: readonly TopologyLink[] = [];

/** Brings alarms that call to incidents, and tells what became of these. */
export class IncidentDesk {
  readonly #room: ControlRoom;
  readonly #book: AlarmBook;
  readonly #rules: RuleSet;
  readonly #tell: (entry: DerivedEntry) => void;

  constructor(
    room: ControlRoom,
    of: { book: AlarmBook; rules: RuleSet; tell: (entry: DerivedEntry) => void },
  ) {
    this.#room = room;
    this.#book = of.book;
    this.#rules = of.rules;
    this.#tell = of.tell;
  }

  configure(config: { sops?: readonly SopConfig[]; serviceLevels?: ServiceLevels }): void {
    const { sops, serviceLevels } = config;
    this.#room.incidents.configure({
      ...(sops === undefined ? {} : { sops }),
      ...(serviceLevels === undefined ? {} : { serviceLevels }),
    });
  }

  /**
   * An operator is called and there is no open incident for it: it never had one, or that was closed and the alarm calls again or
   * grows worse. A closed incident is not opened again by a sensor: that somebody closed it stays true.
   */
  isUncalledFor(alarm: Alarm, isWorse: boolean): boolean {
    if (alarm.incidentId === undefined) return true;
    if (!isWorse && !this.#book.isCalling(alarm.id)) return false;
    const state = this.#room.incidents.incidentOfAlarm(alarm.id)?.state;
    return state === undefined || state === 'closed';
  }

  /** The alarm joins the incident of its cause, or opens one. */
  call(alarm: Alarm, atMs: number): void {
    const { config, incidents } = this.#room;
    const rule = this.#rules.get(alarm.ruleId)?.rule;
    const place = config.alarms?.places[alarm.key]?.name.vi ?? alarm.unit?.name ?? alarm.entity;
    const name = rule?.name.vi ?? alarm.ruleId;
    const { incident, isAnnunciated } = incidents.applyAlarm(alarm, {
      atMs,
      topology: config.alarms?.topology ?? NO_TOPOLOGY,
      title: place === undefined ? name : `${name}: ${place}`,
      simulated: alarm.simulated,
      ...(rule?.sop === undefined ? {} : { sop: rule.sop }),
      ...(rule === undefined ? {} : { severity: rule.severity }),
    });
    this.#book.attach(alarm.id, { incidentId: incident.id, isAnnunciated });
  }

  /** Acknowledged, returned, another priority. What became worse than all that called in its incident calls by itself. */
  changed(alarm: Alarm, atMs: number): void {
    const incidentId = this.#room.incidents.incidentOfAlarm(alarm.id)?.id;
    if (incidentId !== undefined && this.#room.incidents.alarmChanged(alarm, atMs))
      this.#book.attach(alarm.id, { incidentId, isAnnunciated: true });
  }

  /** Who acknowledges an incident has seen its alarms. */
  acknowledgeAlarms(incidentId: string, ctx: ActContext): void {
    for (const id of this.#room.incidents.alarmsToAcknowledge(incidentId)) {
      const alarm = this.#book.get(id);
      if (alarm === undefined) continue;
      this.#book.act(id, { action: 'acknowledge', expectedRevision: alarm.revision }, ctx);
    }
  }

  openByHand(request: NewIncident, ctx: ActContext): void {
    this.#room.incidents.openByHand(request, ctx);
  }

  tick(nowMs: number): void {
    this.#room.incidents.tick(nowMs, this.#room.config.alarms?.topology ?? NO_TOPOLOGY);
  }

  /** Alarms that belong elsewhere now are told; what happened to incidents goes out. */
  settle(): void {
    const { incidents, dirty } = this.#room;
    for (const { alarmId, incidentId, isAnnunciated } of incidents.takeMovedAlarms())
      this.#book.attach(alarmId, { incidentId, isAnnunciated });
    for (const id of incidents.takeChanged()) dirty.incidents.add(id);
    for (const { kind: event, ...told } of incidents.takeEvents()) {
      const dedupKey = `${told.incidentId}\0${told.n}`;
      this.#tell({ kind: 'derived.incident', dedupKey, atMs: told.atMs, body: { ...told, event } });
    }
  }
}
