import type { ControlRoom } from '../fold/control-room.ts';
import type { View } from '../view/view.ts';
import type { ActionWriter } from './action-writer.ts';
import type { DerivedWriter } from './derived-writer.ts';
import type { DeskCalls } from './desk-calls.ts';
import type { FactWriter } from './fact-writer.ts';
import { feedDetail } from './feed-detail.ts';
import { listIncidents } from './incident-list.ts';
import { listEntities } from './list-entities.ts';
import type { PipelineCall, WallAnswer } from './messages.ts';
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
    facts: Pick<FactWriter, 'write' | 'writeSealed'>;
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
    facts: Pick<FactWriter, 'write' | 'writeSealed'>;
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
        return listIncidents(room.incidents.values(), call);
      case 'incident':
        return this.#incident(call.id);
      case 'incident-of-report':
        return room.incidents.ofReport(call.source, call.id)?.id ?? null;
      case 'walls':
        return [...room.walls.values()];
      case 'wall-action':
        return this.#actOnWall(call);
      case 'shift':
      case 'shift-brief':
      case 'shift-action':
        return this.#shift(call);
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

  #note(call: Extract<PipelineCall, { name: 'note' }>): Promise<unknown> {
    const { facts, room } = this.#parts;
    const { kind, actor, body, dedupKey, personal } = call;
    const fact = { kind, v: 1, atMs: room.nowMs, actor, body };
    return personal === undefined ? facts.write(fact, dedupKey) : facts.writeSealed(fact, personal, dedupKey);
  }

  async #shift(
    call: Extract<PipelineCall, { name: 'shift' | 'shift-brief' | 'shift-action' }>,
  ): Promise<unknown> {
    const { shifts, core } = this.#parts;
    if (call.name === 'shift') return shifts.shown();
    if (call.name === 'shift-brief') return shifts.brief(call.position, call.warnings);
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
}
