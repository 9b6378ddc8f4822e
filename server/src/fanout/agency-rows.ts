import { isGivenTo } from '@metropane/incidents';
import type {
  Channel,
  ChannelPart,
  CityDiff,
  CityState,
  IncidentRecord,
  RecordsPart,
  TimelineRecord,
} from '@metropane/live-state';

/** Incident ids whose row or timeline a publish touched. */
export interface TouchedIncidents {
  readonly rows: readonly string[];
  readonly timelines: readonly string[];
}

const NONE: TouchedIncidents = { rows: [], timelines: [] };
/** Ids that agencies were once given and that are gone: as many as clients could still show. */
const MOST_GONE = 100_000;

/**
 * What an agency sees of incidents: the rows and timelines of those that it was given, whole, as they are now. An incident that is
 * given to it appears with its timeline, also when only its row has changed; one that is taken back is removed. Of all others it is
 * told nothing, not even that an id has changed: a removal is sent only of an incident that the agency was given at some time.
 */
export class AgencyRows {
  readonly #state: CityState;
  /** Agencies that were ever given an incident, by incident id, in the order of the last gift. */
  readonly #given = new Map<string, Set<string>>();

  constructor(state: CityState) {
    this.#state = state;
    for (const row of state.records.incident.values()) this.#note(row);
  }

  /** Takes a publish in, after the state has it. */
  publish(diff: CityDiff): TouchedIncidents {
    const { incident, timeline } = diff.records;
    if (incident === undefined && timeline === undefined) return NONE;
    for (const row of incident?.upserts.values() ?? []) this.#note(row);
    return { rows: idsOf(incident), timelines: idsOf(timeline) };
  }

  /** What changed for one agency over some publishes; undefined: nothing that concerns it. */
  partSince(channel: Channel, agency: string, touches: readonly TouchedIncidents[]): ChannelPart | undefined {
    const ids = new Set<string>();
    for (const { rows, timelines } of touches) {
      for (const id of rows) ids.add(id);
      if (channel === 'records:timeline') for (const id of timelines) ids.add(id);
    }
    return this.#part(channel, agency, ids);
  }

  /** All that the agency sees now; undefined: nothing. */
  snapshotPart(channel: Channel, agency: string): ChannelPart | undefined {
    const part = this.#part(channel, agency, this.#state.records.incident.keys());
    if (part === undefined || part.diff.upserts.size === 0) return undefined;
    return { ...part, diff: { upserts: part.diff.upserts, removed: new Set() } };
  }

  #part(channel: Channel, agency: string, ids: Iterable<string>): RecordsPart | undefined {
    const { incident, timeline } = this.#state.records;
    const table = channel === 'records:timeline' ? 'timeline' : 'incident';
    const upserts = new Map<string, IncidentRecord | TimelineRecord>();
    const removed = new Set<string>();
    for (const id of ids) {
      const row = incident.get(id);
      const isGiven = row !== undefined && isGivenTo(row, agency);
      const shown = table === 'incident' ? row : timeline.get(id);
      if (isGiven && shown !== undefined) upserts.set(id, shown);
      else if (this.#given.get(id)?.has(agency) === true) removed.add(id);
    }
    if (upserts.size === 0 && removed.size === 0) return undefined;
    return { kind: 'records', table, diff: { upserts, removed } };
  }

  #note(row: IncidentRecord): void {
    for (const { assignee, state } of row.assignments ?? []) {
      if (state === 'withdrawn') continue;
      const agencies = this.#given.get(row.id) ?? new Set();
      agencies.add(assignee);
      this.#given.delete(row.id);
      this.#given.set(row.id, agencies);
    }
    while (this.#given.size > MOST_GONE + this.#state.records.incident.size)
      this.#given.delete(this.#given.keys().next().value!);
  }
}

function idsOf(changes: { upserts: Map<string, unknown>; removed: Set<string> } | undefined): string[] {
  return changes === undefined ? [] : [...changes.upserts.keys(), ...changes.removed];
}
