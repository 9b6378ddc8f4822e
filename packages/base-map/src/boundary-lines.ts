import type { Position } from 'geojson';

/**
 * The borders of areas, each stretch once: drawn as rings, the border of two neighbours would be drawn twice, its dashes would
 * fill each other's gaps, and each ring would be simplified in its own way. Lines run from junction to junction, where three
 * areas meet, so that simplifying never tears a corner. Neighbours must share their corners exactly; where they do not, both
 * borders remain, as in the data. Junction lines come first in the order of the rings, then closed ones.
 */
export function boundaryLines(areas: readonly (readonly (readonly Position[][])[])[]): Position[][] {
  const net = new BorderNet();
  for (const polygon of areas) for (const rings of polygon) for (const ring of rings) net.add(ring);
  return net.lines();
}

class BorderNet {
  readonly #points: Position[] = [];
  readonly #numberOf = new Map<string, number>();
  /** Per point the points that it is joined to. */
  readonly #joined: Set<number>[] = [];

  add(ring: readonly Position[]): void {
    for (let i = 0; i + 1 < ring.length; i++) {
      const [a, b] = [this.#number(ring[i]!), this.#number(ring[i + 1]!)];
      if (a === b) continue;
      this.#joined[a]!.add(b);
      this.#joined[b]!.add(a);
    }
  }

  lines(): Position[][] {
    const lines: Position[][] = [];
    const isJunction = (point: number): boolean => this.#neighbours.get(point) !== 2;
    for (let point = 0; point < this.#points.length; point++) {
      if (isJunction(point)) for (const next of [...this.#joined[point]!]) this.#walk(point, next, lines);
    }
    // What is left has no junction: islands.
    for (let point = 0; point < this.#points.length; point++) {
      const [next] = this.#joined[point]!;
      if (next !== undefined) this.#walk(point, next, lines);
    }
    return lines;
  }

  /** How many neighbours a point had before walking took any away. */
  #counted: Map<number, number> | null = null;
  get #neighbours(): Map<number, number> {
    this.#counted ??= new Map(this.#joined.map((joined, point) => [point, joined.size]));
    return this.#counted;
  }

  #walk(from: number, next: number, lines: Position[][]): void {
    if (!this.#joined[from]!.has(next)) return;
    const line = [this.#points[from]!];
    let [last, here] = [from, next];
    for (;;) {
      this.#joined[last]!.delete(here);
      this.#joined[here]!.delete(last);
      line.push(this.#points[here]!);
      const [onward] = this.#joined[here]!;
      if (this.#neighbours.get(here) !== 2 || onward === undefined) break;
      [last, here] = [here, onward];
    }
    lines.push(line);
  }

  #number(position: Position): number {
    const key = `${position[0]},${position[1]}`;
    let number = this.#numberOf.get(key);
    if (number === undefined) {
      number = this.#points.push(position) - 1;
      this.#numberOf.set(key, number);
      this.#joined.push(new Set());
    }
    return number;
  }
}
