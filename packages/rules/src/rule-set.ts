import type { CanonicalWriter } from '@metropane/base';
import type { Rule, RuleRevision } from '@metropane/city';
import { type CompiledRule, compileRule } from './compile-rule.ts';
import type { RuleFault } from './rule-fault.ts';

/** Who a rule of the city pack is from. */
export const PACK_AUTHOR = 'city-pack';

/** A rule in force: null `compiled` = it cannot be used, and `fault` says why. */
export interface ActiveRule extends RuleRevision {
  compiled: CompiledRule | null;
  fault: RuleFault | null;
}

/**
 * The rules in force, in the order of their ids. Part of the fold: the same calls in the same order give the same revisions. The
 * pack's own give way to what a person has written under the same id.
 */
export class RuleSet {
  readonly #rules = new Map<string, ActiveRule>();
  /** Sorted by id. */
  #order: ActiveRule[] = [];

  get size(): number {
    return this.#rules.size;
  }

  get(id: string): ActiveRule | undefined {
    return this.#rules.get(id);
  }

  values(): readonly ActiveRule[] {
    return this.#order;
  }

  /** Takes a revision in force, in the place of the one before. A rule that does not compile is kept, broken and unused. */
  put(revision: RuleRevision): ActiveRule {
    const compiled = compileRule(revision.rule);
    const active: ActiveRule = {
      ...revision,
      compiled: compiled.ok ? compiled.value : null,
      fault: compiled.ok ? null : compiled.fault,
    };
    this.#rules.set(revision.rule.id, active);
    this.#sort();
    return active;
  }

  /**
   * The rules of the city pack: one that reads as before keeps its revision, one that is gone from the pack leaves, one that a person
   * has written over stays as written. Returns what changed.
   */
  putPack(rules: readonly Rule[], atMs: number): { changed: ActiveRule[]; gone: ActiveRule[] } {
    const wanted = new Set(rules.map(({ id }) => id));
    const gone = this.#order.filter(({ rule, by }) => by === PACK_AUTHOR && !wanted.has(rule.id));
    for (const { rule } of gone) this.#rules.delete(rule.id);
    const changed: ActiveRule[] = [];
    for (const rule of rules) {
      const known = this.#rules.get(rule.id);
      if (known !== undefined && known.by !== PACK_AUTHOR) continue;
      if (known !== undefined && JSON.stringify(known.rule) === JSON.stringify(rule)) continue;
      changed.push(this.put({ rule, revision: (known?.revision ?? 0) + 1, by: PACK_AUTHOR, atMs }));
    }
    this.#sort();
    return { changed, gone };
  }

  /** Takes a revision out of use; another one of the rule, or a rule that is not there, is passed over. */
  disable(id: string, revision: number, disabled: { reason: string; atMs: number }): ActiveRule | undefined {
    const active = this.#rules.get(id);
    if (active === undefined || active.revision !== revision) return undefined;
    active.disabled ??= disabled;
    return active;
  }

  snapshot(): RuleRevision[] {
    return this.#order.map(({ rule, revision, by, atMs, disabled }) =>
      structuredClone({ rule, revision, by, atMs, ...(disabled === undefined ? {} : { disabled }) }),
    );
  }

  /** Replaces what is there. */
  restore(from: readonly RuleRevision[]): void {
    this.#rules.clear();
    for (const revision of from) this.put(structuredClone(revision));
    this.#sort();
  }

  forEachCanonical(write: (key: string, fill: (writer: CanonicalWriter) => void) => void): void {
    for (const { rule, revision, by, atMs, disabled } of this.#order)
      write(`rule\0${rule.id}`, (w) => {
        w.string(JSON.stringify(rule)).u32(revision).string(by).f64(atMs);
        if (disabled !== undefined) w.string(disabled.reason).f64(disabled.atMs);
      });
  }

  #sort(): void {
    this.#order = [...this.#rules.values()].toSorted((a, b) => (a.rule.id < b.rule.id ? -1 : 1));
  }
}
