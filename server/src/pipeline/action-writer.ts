import { randomUUID } from 'node:crypto';
import type { Clock } from '@metropane/base';
import type { ActContext, Alarm, AlarmActOutcome, Incident, StoreActionOutcome } from '@metropane/incidents';
import type { ControlRoom } from '../fold/control-room.ts';
import type { RuleBroke } from './derived-writer.ts';
import { type FactWriter, JournalRefused } from './fact-writer.ts';

/** What the operator is told; `status` is the HTTP status of the answer. */
export interface ActionAnswer {
  status: 200 | 404 | 409 | 422;
  code?: string;
  detail?: string;
  allowed?: string[];
  /** The incident as it is now, with its timeline. */
  incident?: unknown;
  /** The alarm as it is now; one that is normal again, as it left. */
  alarm?: Alarm;
}

/** One of many that are acted on together. */
export interface ManyItem {
  kind: 'alarm' | 'incident';
  id: string;
  action: object;
}

export type BulkAnswer = ({ id: string } & ActionAnswer)[];

const STATUS = {
  'no-incident': 404,
  'no-alarm': 404,
  'stale-revision': 409,
  'illegal-transition': 422,
  'bad-action': 422,
} as const;

type Outcome = StoreActionOutcome | AlarmActOutcome;

/** What differs between acts on incidents and on alarms. */
interface Acted<O extends Outcome> {
  kind: 'action' | 'alarm-action';
  body: (action: unknown) => object;
  decide: (action: unknown, ctx: ActContext) => O;
  /** What the answer shows: after the outcome, or as it is now. */
  shown(outcome: O | null): Pick<ActionAnswer, 'incident' | 'alarm'>;
}

/**
 * Operators' acts, one at a time: decided against the fold, journalled, folded, and only then shown as done. One at a time because
 * between the decision and the fold lies a disk write, in which another act could otherwise slip. The city does not wait meanwhile: a
 * condition may end, a clock may run out. So what is answered is what the fold made of the act, never what was expected of it.
 */
export class ActionWriter {
  readonly #facts: FactWriter;
  readonly #room: ControlRoom;
  readonly #clock: Clock;
  #turn: Promise<unknown> = Promise.resolve();
  /** Rules to take out as soon as the journal takes entries again; the fold does not evaluate them meanwhile. */
  #broken: RuleBroke[] = [];

  constructor(facts: FactWriter, room: ControlRoom, clock: Clock) {
    this.#facts = facts;
    this.#room = room;
    this.#clock = clock;
  }

  /** Does `work` when everything that was asked for before is done. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const answer = this.#turn.then(work);
    this.#turn = answer.catch(() => undefined);
    return answer;
  }

  take(incidentId: string, action: unknown, actor: string): Promise<ActionAnswer> {
    return this.inTurn(() => this.#act(action, actor, this.#onIncident(incidentId)));
  }

  takeAlarm(alarmId: string, action: unknown, actor: string): Promise<ActionAnswer> {
    return this.inTurn(() => this.#act(action, actor, this.#onAlarm(alarmId)));
  }

  /** One act on many alarms and incidents: journalled in one transaction, each with an outcome of its own, in their order. */
  takeMany(items: readonly ManyItem[], actor: string): Promise<BulkAnswer> {
    return this.inTurn(async () => {
      const ctx = { atMs: this.#clock.nowMs(), actor, journalSeq: 0 };
      const judged = items.map(({ kind, id, action }) => {
        const identified = withActionId(action);
        const acted: Acted<Outcome> = kind === 'alarm' ? this.#onAlarm(id) : this.#onIncident(id);
        return { id, identified, acted, decided: acted.decide(identified, ctx) };
      });
      const good = judged.filter(({ decided }) => decided.ok && !decided.isRepeat);
      const facts = good.map(({ acted, identified }) => {
        return { fact: { kind: acted.kind, v: 1, atMs: ctx.atMs, actor, body: acted.body(identified) } };
      });
      if (facts.length > 0) await this.#facts.writeAll(facts);
      return judged.map(({ id, identified, acted, decided }) => {
        const isDone = decided.ok && !decided.isRepeat;
        return { id, ...answerOf(isDone ? acted.decide(identified, ctx) : decided, acted) };
      });
    });
  }

  #onIncident(incidentId: string): Acted<StoreActionOutcome> {
    const { incidents } = this.#room;
    return {
      kind: 'action',
      body: (identified) => ({ incidentId, action: identified }),
      decide: (identified, ctx) => incidents.decideAction(incidentId, identified, ctx),
      shown: (outcome) =>
        this.#shownIncident(outcome?.ok === true ? outcome.value.incident : incidents.get(incidentId)),
    };
  }

  #onAlarm(alarmId: string): Acted<AlarmActOutcome> {
    const alarms = this.#room.alarms;
    return {
      kind: 'alarm-action',
      body: (identified) => ({ alarmId, action: identified }),
      decide: (identified, ctx) => alarms.decide(alarmId, identified, ctx),
      shown(outcome) {
        const alarm = outcome?.ok === true ? outcome.value.alarm : alarms.get(alarmId);
        return alarm === undefined ? {} : { alarm };
      },
    };
  }

  /** Takes a rule out that broke or passed its step limit: the stream goes on, and every screen is told. */
  disable(broke: RuleBroke): void {
    this.#broken.push(broke);
    this.retryBroken();
  }

  /** Called now and then: rules that the journal could not be told of. */
  retryBroken(): void {
    for (const broke of this.#broken.splice(0)) {
      const { ruleId, revision, reason, atMs } = broke;
      const fact = { kind: 'rule-disabled', v: 1, atMs, actor: 'system', body: { ruleId, revision, reason } };
      this.#facts.write(fact, `rule-disabled\0${ruleId}\0${revision}`).catch((error: unknown) => {
        if (!(error instanceof JournalRefused)) throw error;
        this.#broken.push(broke);
      });
    }
  }

  async #act<O extends Outcome>(action: unknown, actor: string, acted: Acted<O>): Promise<ActionAnswer> {
    const ctx = { atMs: this.#clock.nowMs(), actor, journalSeq: 0 };
    const identified = withActionId(action);
    const decided = acted.decide(identified, ctx);
    // A repeated act is answered with its first outcome, whatever has happened since.
    if (!decided.ok || decided.isRepeat) return answerOf(decided, acted);
    await this.#facts.write({ kind: acted.kind, v: 1, atMs: ctx.atMs, actor, body: acted.body(identified) });
    return answerOf(acted.decide(identified, ctx), acted);
  }

  #shownIncident(incident: Incident | undefined): Pick<ActionAnswer, 'incident'> {
    if (incident === undefined) return {};
    const timeline = this.#room.incidents.timeline(incident.id)?.items ?? [];
    return { incident: { ...incident, timeline } };
  }
}

function answerOf<O extends Outcome>(outcome: O, acted: Acted<O>): ActionAnswer {
  if (outcome.ok) return { status: 200, ...acted.shown(outcome) };
  const { code, message } = outcome;
  return {
    status: STATUS[code],
    code: code === 'no-incident' || code === 'no-alarm' ? 'not-found' : code,
    detail: message,
    ...('allowed' in outcome && outcome.allowed ? { allowed: outcome.allowed } : {}),
    ...acted.shown(null),
  };
}

/** Under its id the fold tells afterwards what became of the act: one that has none gets one. */
function withActionId(action: unknown): unknown {
  if (typeof action !== 'object' || action === null || 'actionId' in action) return action;
  return { ...action, actionId: randomUUID() };
}
