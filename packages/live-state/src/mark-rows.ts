import type { LayerDiff } from './layer-diff.ts';
import { LayerDiffBuilder } from './layer-diff-builder.ts';
import type { LayerSchema } from './layer-schema.ts';
import type { AlarmMark } from './mark-levels.ts';

/** The rows of one layer of marks: each mark keeps its row, a row that is free is used again, and what did not change is not told. */
export class MarkRows {
  readonly #builder: LayerDiffBuilder;
  readonly #rows = new Map<string, { readonly row: number; mark: AlarmMark }>();
  readonly #free: number[] = [];

  constructor(schema: LayerSchema) {
    this.#builder = new LayerDiffBuilder(schema);
  }

  show(mark: AlarmMark): void {
    const known = this.#rows.get(mark.id);
    const row = known?.row ?? this.#free.pop() ?? this.#rows.size;
    if (known === undefined) this.#builder.name(row, mark.id);
    if (known?.mark.loc[0] !== mark.loc[0] || known.mark.loc[1] !== mark.loc[1])
      this.#builder.move(row, mark.loc[0], mark.loc[1]);
    if (known === undefined || figuresOf(known.mark).join(' ') !== figuresOf(mark).join(' '))
      this.#builder.measure(row, Number.NaN, figuresOf(mark));
    if (known === undefined) this.#rows.set(mark.id, { row, mark });
    else known.mark = mark;
  }

  hide(id: string): void {
    const known = this.#rows.get(id);
    if (known === undefined) return;
    this.#rows.delete(id);
    this.#free.push(known.row);
    this.#builder.remove(known.row);
  }

  take(): LayerDiff {
    return this.#builder.take();
  }
}

/** As `MARK_METRICS`. */
function figuresOf({ count, priority, isCalling, isReturned }: AlarmMark): number[] {
  return [count, priority, Number(isCalling), Number(isReturned)];
}
