import { assertNever } from '@metropane/base';
import type { ControlRoom } from '../fold/control-room.ts';
import type { View } from '../view/view.ts';
import type { ActionWriter } from './action-writer.ts';
import { listEntities } from './list-entities.ts';
import type { PipelineCall } from './messages.ts';
import type { PipelineCore } from './pipeline-core.ts';
import type { Sequencer } from './sequencer.ts';

/** Answers what main asks of the pipeline: acts and reads, always against the fold as it is now. */
export class PipelineCalls {
  readonly #parts: {
    core: PipelineCore;
    room: ControlRoom;
    view: View;
    sequencer: Sequencer;
    actions: ActionWriter;
  };

  constructor(parts: {
    core: PipelineCore;
    room: ControlRoom;
    view: View;
    sequencer: Sequencer;
    actions: ActionWriter;
  }) {
    this.#parts = parts;
  }

  async answer(call: PipelineCall): Promise<unknown> {
    const { core, room, view, sequencer, actions } = this.#parts;
    switch (call.name) {
      case 'observations':
      case 'reports':
      case 'cases':
      case 'indicators':
        return core.takeMessage(call.feed, {
          topic: call.name,
          payload: call.body,
          arrivalMs: call.arrivalMs,
        });
      case 'decoded':
        return core.takeDecoded(call.feed, {
          message: { topic: call.topic, payload: call.payload, arrivalMs: call.arrivalMs },
          result: call.result,
        });
      case 'reject':
        core.reject(call.feed, call.code, call.arrivalMs);
        return null;
      case 'action': {
        const answer = await actions.take(call.incidentId, call.action, call.actor);
        core.publish();
        return answer;
      }
      case 'feeds':
        return view.feeds();
      case 'incidents':
        return { items: this.#incidents(call.limit, call.state) };
      case 'incident': {
        const incident = room.incidents.get(call.id);
        return incident === undefined
          ? null
          : { ...incident, timeline: room.incidents.timeline(call.id)?.items ?? [] };
      }
      case 'entities':
        return listEntities(room, call);
      case 'offset':
        return sequencer.flushedOffset;
      case 'state-hash':
        return { offset: sequencer.flushedOffset, stateHash: room.stateHash() };
      case 'stop':
        core.tick();
        sequencer.sync();
        return null;
      default:
        return assertNever(call);
    }
  }

  #incidents(limit: number, state: string | undefined): unknown[] {
    return [...this.#parts.room.incidents.values()]
      .filter((incident) => state === undefined || incident.state === state)
      .toSorted((a, b) => b.knownAtMs - a.knownAtMs)
      .slice(0, limit);
  }
}
