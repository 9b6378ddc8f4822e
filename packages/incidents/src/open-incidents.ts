import { explains, relationOf } from './grouping.ts';
import type { Relation, Subject } from './grouping.ts';
import { groupedOf } from './kept-incident.ts';
import type { Kept } from './kept-incident.ts';
import { OpenIndex } from './open-index.ts';

interface Fit {
  kept: Kept;
  relation: Relation;
}

/** Open incidents, asked what belongs to them. Not state: made from the incidents. */
export class OpenIncidents {
  readonly #index = new OpenIndex();
  readonly #keptOf: (id: string) => Kept;

  constructor(keptOf: (id: string) => Kept) {
    this.#keptOf = keptOf;
  }

  /** It may be joined from now on, by what it is now. */
  put(kept: Kept): void {
    this.#index.put(groupedOf(kept));
  }

  delete(id: string): void {
    this.#index.delete(id);
  }

  /** The one that the subject fits best; of equal ones the older. */
  bestFit(subject: Subject): Fit | undefined {
    return best(this.#fits(subject));
  }

  /** The one other than `id` of which the subject is most likely a consequence. */
  causeOf(subject: Subject, id: string): Kept | undefined {
    const fits = this.#fits(subject);
    return best(
      fits.filter(({ kept, relation }) => relation.role === 'consequence' && kept.incident.id !== id),
    )?.kept;
  }

  /** Those that the subject explains, oldest first. */
  effectsOf(subject: Subject): Kept[] {
    const effects: Kept[] = [];
    for (const id of this.#index.candidates(subject, true)) {
      const kept = this.#keptOf(id);
      if (explains(subject, groupedOf(kept))) effects.push(kept);
    }
    return effects.sort((a, b) => (isOlder(a.incident.id, b.incident.id) ? -1 : 1));
  }

  neighbours(kept: Kept, limit: number): Kept[] {
    return [...this.#index.neighbours(groupedOf(kept), limit)].map((id) => this.#keptOf(id));
  }

  #fits(subject: Subject): Fit[] {
    const fits: Fit[] = [];
    for (const id of this.#index.candidates(subject)) {
      const kept = this.#keptOf(id);
      const relation = relationOf(subject, groupedOf(kept));
      if (relation !== undefined) fits.push({ kept, relation });
    }
    return fits;
  }
}

function best(fits: readonly Fit[]): Fit | undefined {
  let found: Fit | undefined;
  for (const fit of fits) if (found === undefined || isBetter(fit, found)) found = fit;
  return found;
}

function isBetter(a: Fit, b: Fit): boolean {
  if (a.relation.fit !== b.relation.fit) return a.relation.fit < b.relation.fit;
  return isOlder(a.kept.incident.id, b.kept.incident.id);
}

/** Shorter ids are older once numbers pass 6 digits. */
export function isOlder(a: string, b: string): boolean {
  return a.length === b.length ? a < b : a.length < b.length;
}
