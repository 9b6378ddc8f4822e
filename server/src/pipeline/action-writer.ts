import type { Clock } from '@metropane/base';
import type { Incident, StoreActionOutcome } from '@metropane/incidents';
import type { ControlRoom } from '../fold/control-room.ts';
import type { FactWriter } from './fact-writer.ts';

/** What the operator is told; `status` is the HTTP status of the answer. */
export interface ActionAnswer {
  status: 200 | 404 | 409 | 422;
  code?: string;
  detail?: string;
  allowed?: string[];
  /** The incident as it is now, with its timeline. */
  incident?: unknown;
}

const STATUS = {
  'no-incident': 404,
  'stale-revision': 409,
  'illegal-transition': 422,
  'bad-action': 422,
} as const;

/**
 * Operators' acts, one at a time: decided against the fold, journalled, folded, and only then shown as done. One at a time because
 * between the decision and the fold lies a disk write, in which another act could otherwise slip.
 */
export class ActionWriter {
  readonly #facts: FactWriter;
  readonly #room: ControlRoom;
  readonly #clock: Clock;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(facts: FactWriter, room: ControlRoom, clock: Clock) {
    this.#facts = facts;
    this.#room = room;
    this.#clock = clock;
  }

  take(incidentId: string, action: unknown, actor: string): Promise<ActionAnswer> {
    const answer = this.#turn.then(() => this.#act(incidentId, action, actor));
    this.#turn = answer.catch(() => undefined);
    return answer;
  }

  async #act(incidentId: string, action: unknown, actor: string): Promise<ActionAnswer> {
    const atMs = this.#clock.nowMs();
    const decided = this.#room.incidents.decideAction(incidentId, action, { atMs, actor, journalSeq: 0 });
    if (!decided.ok) return this.#refusal(incidentId, decided);
    // A repeated act is answered with its first outcome, whatever has happened to the incident since.
    if (decided.isRepeat) return { status: 200, incident: this.#withTimeline(decided.value.incident) };
    await this.#facts.write({ kind: 'action', v: 1, atMs, actor, body: { incidentId, action } });
    return { status: 200, incident: this.#shown(incidentId) };
  }

  #refusal(incidentId: string, refusal: Extract<StoreActionOutcome, { ok: false }>): ActionAnswer {
    const incident = this.#shown(incidentId);
    return {
      status: STATUS[refusal.code],
      code: refusal.code === 'no-incident' ? 'not-found' : refusal.code,
      detail: refusal.message,
      ...('allowed' in refusal && refusal.allowed ? { allowed: refusal.allowed } : {}),
      ...(incident === undefined ? {} : { incident }),
    };
  }

  #shown(incidentId: string): unknown {
    const incident = this.#room.incidents.get(incidentId);
    return incident && this.#withTimeline(incident);
  }

  #withTimeline(incident: Incident): unknown {
    return { ...incident, timeline: this.#room.incidents.timeline(incident.id)?.items ?? [] };
  }
}
