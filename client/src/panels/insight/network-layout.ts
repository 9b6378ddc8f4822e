/** Where the boxes of a small network diagram stand: what acts on the incident to the left, what it acts on to the right. */
import type { NamedThing, NetworkThing } from './insight-answers.ts';

export interface DiagramBox {
  key: string;
  column: number;
  row: number;
  /** Null: the incident's own place. */
  thing: NetworkThing | null;
  name: NamedThing['name'];
}
export interface DiagramLine {
  from: DiagramBox;
  to: DiagramBox;
  kind: NetworkThing['kind'];
  lagMs: number | null;
}
export interface Diagram {
  columns: number;
  rows: number;
  boxes: DiagramBox[];
  lines: DiagramLine[];
  /** Things that found no place. */
  left: number;
}

export const MOST_ROWS = 6;

/** Columns by steps and side, in the order in which they come; a thing whose way to the incident is not drawn is not drawn either. */
export function diagramOf(anchors: readonly NamedThing[], network: readonly NetworkThing[]): Diagram {
  const sides = { from: -1, to: 1 } as const;
  const rowsOf = new Map<number, number>();
  const boxes = new Map<string, DiagramBox>();
  const place = (box: Omit<DiagramBox, 'row'>): DiagramBox | null => {
    const row = rowsOf.get(box.column) ?? 0;
    if (row >= MOST_ROWS) return null;
    rowsOf.set(box.column, row + 1);
    const placed = { ...box, row };
    boxes.set(box.key, placed);
    return placed;
  };
  for (const { key, name } of anchors) place({ key, column: 0, thing: null, name });
  const lines: DiagramLine[] = [];
  for (const thing of [...network].sort((a, b) => a.hops - b.hops)) {
    const via = boxes.get(thing.via);
    if (via === undefined) continue;
    const box = place({ key: thing.key, column: sides[thing.side] * thing.hops, thing, name: thing.name });
    if (box === null) continue;
    const [from, to] = thing.side === 'from' ? [box, via] : [via, box];
    lines.push({ from, to, kind: thing.kind, lagMs: thing.lagMs ?? null });
  }
  const columns = [...rowsOf.keys()];
  const first = Math.min(0, ...columns);
  const placed = [...boxes.values()];
  for (const box of placed) box.column -= first;
  return {
    columns: columns.length === 0 ? 0 : Math.max(0, ...columns) - first + 1,
    rows: Math.max(0, ...rowsOf.values()),
    boxes: placed,
    lines,
    left: anchors.length + network.length - placed.length,
  };
}
