import { isGivenTo } from '@metropane/incidents';
import type { IncidentRecord } from '@metropane/live-state';
import type { ControlRoom } from '../fold/control-room.ts';
import type { View } from '../view/view.ts';
import type { ActionWriter } from './action-writer.ts';
import type { DerivedWriter } from './derived-writer.ts';
import type { DeskCalls } from './desk-calls.ts';
import type { FactWriter } from './fact-writer.ts';
import { feedDetail } from './feed-detail.ts';
import { listEntities } from './list-entities.ts';
import type { IncidentCursor, PipelineCall, WallAnswer } from './messages.ts';
import type { PipelineCore } from './pipeline-core.ts';
import type { Sequencer } from './sequencer.ts';
import type { ShiftWriter } from './shift-writer.ts';

type BodyCall = Extract<PipelineCall, { name: 'observations' | 'reports' | 'cases' | 'indicators' }>;

/** Answers what main asks of the pipeline: acts and reads, always against the fold as it is now. */
export class PipelineCalls {
  readonly #parts: {
    core: PipelineCore;
    room: ControlRoom;
    view: View;
    sequencer: Sequencer;
    actions: ActionWriter;
    shifts: ShiftWriter;
    derived: Pick<DerivedWriter, 'settle'>;
    desk: DeskCalls;
    facts: Pick<FactWriter, 'write'>;
  };

  constructor(parts: {
    core: PipelineCore;
    room: ControlRoom;
    view: View;
    sequencer: Sequencer;
    actions: ActionWriter;
    shifts: ShiftWriter;
    derived: Pick<DerivedWriter, 'settle'>;
    desk: DeskCalls;
    facts: Pick<FactWriter, 'write'>;
  }) {
    this.#parts = parts;
  }

  async answer(call: PipelineCall): Promise<unknown> {
    const { core, room, view, sequencer } = this.#parts;
    switch (call.name) {
      case 'observations':
      case 'reports':
      case 'cases':
      case 'indicators':
        return this.#takeBody(call);
      case 'replay':
        return core.takeMessage(call.feed, call);
      case 'reject':
        core.reject(call.feed, call.code, call.arrivalMs);
        return null;
      case 'action':
        return this.#act(call);
      case 'realm':
        return this.#noteRealm(call);
      case 'note':
        return this.#note(call);
      case 'feeds':
        return view.feeds().map((feed) => ({ ...feed, perMinute: view.perMinute(feed.id) }));
      case 'feed':
        return this.#feed(call.id);
      case 'incidents':
        return this.#incidents(call);
      case 'incident':
        return this.#incident(call.id);
      case 'walls':
        return [...room.walls.values()];
      case 'wall-action':
        return this.#actOnWall(call);
      case 'shift':
        return this.#parts.shifts.shown();
      case 'shift-brief':
        return this.#parts.shifts.brief(call.position, call.warnings);
      case 'shift-action':
        return this.#actOnShift(call);
      case 'entities':
        return listEntities(room, call);
      case 'offset':
        return sequencer.flushedOffset;
      case 'state-hash':
        return { offset: sequencer.flushedOffset, stateHash: room.stateHash() };
      case 'stop':
        return this.#stop();
      default:
        return this.#parts.desk.answer(call);
    }
  }

  /** What was folded last is logged, synced and, what it told, journalled. */
  #stop(): Promise<void> {
    const { core, sequencer, derived } = this.#parts;
    core.tick();
    sequencer.sync();
    return derived.settle();
  }

  #takeBody({ name, feed, body, arrivalMs }: BodyCall): Promise<unknown> {
    return this.#parts.core.takeMessage(feed, { topic: name, payload: body, arrivalMs });
  }

  #feed(id: string): unknown {
    const { room, view } = this.#parts;
    const record = view.feeds().find((feed) => feed.id === id);
    return record === undefined ? null : { record, detail: feedDetail(room, id) };
  }

  #incident(id: string): unknown {
    const { incidents } = this.#parts.room;
    const incident = incidents.get(id);
    return incident === undefined ? null : { ...incident, timeline: incidents.timeline(id)?.items ?? [] };
  }

  async #act(call: Extract<PipelineCall, { name: 'action' }>): Promise<unknown> {
    const { actions, core } = this.#parts;
    const answer = await actions.take(call.incidentId, call.action, call.actor);
    core.publish();
    return answer;
  }

  #note({ kind, actor, body, dedupKey }: Extract<PipelineCall, { name: 'note' }>): Promise<unknown> {
    const { facts, room } = this.#parts;
    return facts.write({ kind, v: 1, atMs: room.nowMs, actor, body }, dedupKey);
  }

  async #actOnShift(call: Extract<PipelineCall, { name: 'shift-action' }>): Promise<unknown> {
    const { shifts, core } = this.#parts;
    const answer = await shifts.take(call);
    core.publish();
    return answer;
  }

  async #actOnWall({
    wall,
    action,
    actor,
  }: Extract<PipelineCall, { name: 'wall-action' }>): Promise<WallAnswer> {
    const { facts, room, core } = this.#parts;
    const code = room.walls.decide(wall, action);
    if (code !== undefined) return { status: code === 'unknown-room' ? 404 : 422, code };
    await facts.write({ kind: 'wall-action', v: 1, atMs: room.nowMs, actor, body: { room: wall, action } });
    core.publish();
    return { status: 200, wall: room.walls.get(wall) ?? null };
  }

  #noteRealm({ realm, act, actor }: Extract<PipelineCall, { name: 'realm' }>): Promise<unknown> {
    const { facts, room } = this.#parts;
    return facts.write({ kind: 'realm', v: 1, atMs: room.nowMs, actor, body: { realm, act } });
  }

  /** Newest known first, of equal times by id, so that a page never shows an incident again or leaves one out. */
  #incidents({ limit, state, after, agency }: Extract<PipelineCall, { name: 'incidents' }>): {
    items: IncidentRecord[];
    next?: IncidentCursor;
  } {
    const items = [...this.#parts.room.incidents.values()]
      .filter((incident) => state === undefined || incident.state === state)
      .filter((incident) => agency === undefined || isGivenTo(incident, agency))
      .toSorted(newestFirst)
      .filter((incident) => after === undefined || newestFirst(after, incident) < 0);
    const page = items.slice(0, limit);
    const last = page.at(-1);
    return items.length > limit && last !== undefined
      ? { items: page, next: { knownAtMs: last.knownAtMs, id: last.id } }
      : { items: page };
  }
}

function newestFirst(a: IncidentCursor, b: IncidentCursor): number {
  return b.knownAtMs - a.knownAtMs || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);
}
