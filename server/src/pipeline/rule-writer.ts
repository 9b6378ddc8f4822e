import type { Clock } from '@metropane/base';
import { reportCategory, type Rule, type RuleRevision } from '@metropane/city';
import { type Checked, compileRule, parseRule, type RuleFault } from '@metropane/rules';
import type { ControlRoom } from '../fold/control-room.ts';
import { type Preview, previewRule } from '../fold/preview-rule.ts';
import type { ActionWriter } from './action-writer.ts';
import type { FactWriter } from './fact-writer.ts';

/** What whoever edits a rule is told; `status` is the HTTP status of the answer. */
export interface RuleAnswer {
  status: 200 | 409 | 422;
  code?: string;
  detail?: string;
  /** Where the rule is wrong. */
  fault?: RuleFault;
  /** The rule as it is in force now. */
  rule?: ShownRule;
}

/** A rule in force; `fault`: it cannot be used, and why. */
export interface ShownRule extends RuleRevision {
  fault: RuleFault | null;
}

/** Every rule in force, in the order of ids. */
export function shownRules(room: ControlRoom): ShownRule[] {
  return room.desk.rules.values().map(({ compiled: _compiled, ...shown }) => shown);
}

export function shownRule(room: ControlRoom, id: string): ShownRule | null {
  return shownRules(room).find(({ rule }) => rule.id === id) ?? null;
}

/** Takes edited rules in: checked here, journalled with everything in them, in force with the fold of the entry. */
export class RuleWriter {
  readonly #actions: Pick<ActionWriter, 'inTurn'>;
  readonly #facts: Pick<FactWriter, 'write'>;
  readonly #room: ControlRoom;
  readonly #clock: Clock;

  constructor(parts: {
    actions: Pick<ActionWriter, 'inTurn'>;
    facts: Pick<FactWriter, 'write'>;
    room: ControlRoom;
    clock: Clock;
  }) {
    this.#actions = parts.actions;
    this.#facts = parts.facts;
    this.#room = parts.room;
    this.#clock = parts.clock;
  }

  /** What a rule as it is tried says of every key now; nothing is kept of it. */
  preview(raw: unknown): Checked<Preview> {
    const checked = checkRule(raw, this.#room);
    if (!checked.ok) return checked;
    const compiled = compileRule(checked.value);
    if (!compiled.ok) return compiled;
    return { ok: true, value: previewRule(this.#room, { rule: checked.value, compiled: compiled.value }) };
  }

  /** `expectedRevision`: of the rule as the person saw it; 0 = it is new. */
  put(raw: unknown, expectedRevision: number, actor: string): Promise<RuleAnswer> {
    return this.#actions.inTurn(async () => {
      const checked = checkRule(raw, this.#room);
      if (!checked.ok) {
        const { fault } = checked;
        return { status: 422, code: 'bad-rule', detail: sentenceOf(fault), fault };
      }
      const rule = checked.value;
      const present = shownRule(this.#room, rule.id);
      const revision = present?.revision ?? 0;
      if (revision !== expectedRevision) {
        const detail = `revision ${expectedRevision} was expected, rule ${rule.id} is at ${revision}`;
        return {
          status: 409,
          code: 'stale-revision',
          detail,
          ...(present === null ? {} : { rule: present }),
        };
      }
      const body = { rule, revision: revision + 1, by: actor };
      await this.#facts.write({ kind: 'rule', v: 1, atMs: this.#clock.nowMs(), actor, body });
      return { status: 200, rule: shownRule(this.#room, rule.id)! };
    });
  }
}

/** A rule from outside: its shape, its expressions, and whether what it names is there. */
export function checkRule(raw: unknown, room: ControlRoom): Checked<Rule> {
  const parsed = parseRule(raw);
  if (!parsed.ok) return parsed;
  const compiled = compileRule(parsed.value);
  if (!compiled.ok) return compiled;
  return unknownName(parsed.value, room) ?? { ok: true, value: parsed.value };
}

function unknownName(rule: Rule, room: ControlRoom): Checked<never> | null {
  const { alarms, indicators } = room.config;
  const rules = new Set(shownRules(room).map((one) => one.rule.id));
  const named: [field: string, name: string | undefined, isKnown: (name: string) => boolean][] = [
    ['category', rule.category, (code) => reportCategory(code) !== undefined],
    ['position', rule.position, (name) => alarms?.positions.some(({ id }) => id === name) ?? false],
    ['sop', rule.sop, (name) => alarms?.sops.some(({ id }) => id === name) ?? false],
    ...(rule.suppressedBy?.rules ?? []).map(
      (name, i) =>
        [`suppressedBy.rules[${i}]`, name, (one: string) => rules.has(one)] as (typeof named)[number],
    ),
  ];
  for (const [name, input] of Object.entries(rule.inputs)) {
    if (input.kind === 'threshold') {
      const isKnown = (asked: string): boolean => alarms?.thresholds.some(({ id }) => id === asked) ?? false;
      named.push([`inputs.${name}.threshold`, input.threshold, isKnown]);
    }
    if (input.kind === 'indicator') {
      named.push([
        `inputs.${name}.indicator`,
        input.indicator,
        (asked) => indicators.some(({ id }) => id === asked),
      ]);
    }
    if (input.kind === 'repeat') {
      named.push([`inputs.${name}.rule`, input.rule, (asked) => asked === rule.id || rules.has(asked)]);
    }
  }
  for (const [field, name, isKnown] of named) {
    if (name === undefined || isKnown(name)) continue;
    return { ok: false, fault: { code: 'unknown-name', message: `there is no "${name}"`, field } };
  }
  return null;
}

function sentenceOf({ field, message, position }: RuleFault): string {
  const place = position === undefined ? '' : ` (line ${position.line}, column ${position.column})`;
  return `${field}${place}: ${message}`;
}
