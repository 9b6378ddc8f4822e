import { randomUUID } from 'node:crypto';
import type { Clock } from '@metropane/base';
import { reportCategory } from '@metropane/city';
import { type Incident, type NewIncident, parseNewIncident } from '@metropane/incidents';
import type { ControlRoom } from '../fold/control-room.ts';
import type { ActionAnswer, ActionWriter } from './action-writer.ts';
import type { FactWriter, UnitAt } from './fact-writer.ts';

/** Opens incidents that a person tells of: checked, journalled with what the centre adds, and in the room with the fold of the entry. */
export class IncidentOpener {
  readonly #actions: Pick<ActionWriter, 'inTurn'>;
  readonly #facts: Pick<FactWriter, 'write'>;
  readonly #room: ControlRoom;
  readonly #clock: Clock;
  readonly #unitAt: UnitAt;
  readonly #isExercise: boolean;

  constructor(parts: {
    actions: Pick<ActionWriter, 'inTurn'>;
    facts: Pick<FactWriter, 'write'>;
    room: ControlRoom;
    clock: Clock;
    unitAt: UnitAt;
    /** In an exercise nothing is real. */
    isExercise: boolean;
  }) {
    this.#actions = parts.actions;
    this.#facts = parts.facts;
    this.#room = parts.room;
    this.#clock = parts.clock;
    this.#unitAt = parts.unitAt;
    this.#isExercise = parts.isExercise;
  }

  /** A request that is told again (`requestId`) is answered with the incident that it opened first. */
  open(raw: unknown, actor: string): Promise<ActionAnswer> {
    return this.#actions.inTurn(async () => {
      const parsed = parseNewIncident(raw);
      if (!parsed.ok) return { status: 422, code: 'bad-action', detail: parsed.message };
      const { category, requestId = randomUUID() } = parsed.value;
      if (reportCategory(category) === undefined) {
        return { status: 422, code: 'bad-action', detail: `there is no category ${category}` };
      }
      const known = this.#room.incidents.ofRequest(requestId);
      if (known !== undefined) return { status: 200, incident: this.#shown(known) };
      const body = this.#completed({ ...parsed.value, requestId });
      await this.#facts.write({ kind: 'incident-opened', v: 1, atMs: this.#clock.nowMs(), actor, body });
      return { status: 200, incident: this.#shown(this.#room.incidents.ofRequest(requestId)!) };
    });
  }

  #completed(request: NewIncident): NewIncident {
    const unit = request.loc === undefined ? null : this.#unitAt(request.loc);
    const position = this.#positionOf(request.category);
    return {
      ...request,
      ...(unit === null ? {} : { unit }),
      ...(position === undefined ? {} : { position }),
      simulated: this.#isExercise,
    };
  }

  /** The duty post that has the category, else the one that has the rest. */
  #positionOf(category: string): string | undefined {
    const { positions = [] } = this.#room.config.alarms ?? {};
    const own = positions.find(({ categories }) => categories.includes(category));
    return (own ?? positions.find(({ categories }) => categories.length === 0))?.id;
  }

  #shown(incident: Incident): object {
    return { ...incident, timeline: this.#room.incidents.timeline(incident.id)?.items ?? [] };
  }
}
