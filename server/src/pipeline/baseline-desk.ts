import type { Clock } from '@metropane/base';
import type { ControlRoom } from '../fold/control-room.ts';
import type { BaselineState } from '../fold/fitted-models.ts';
import type { ModelFittedBody, ModelRefusedBody } from '../fold/fold-alarm-fact.ts';
import type { FactWriter } from './fact-writer.ts';

/** A series that rules in force compare with what is usual. */
export interface AskedModel {
  series: string;
  domain: string;
  entity: string;
  metric: string;
  /** Rules that ask, by id. */
  rules: string[];
  /** Null: it was never tried. */
  state: BaselineState | null;
}

/** Every series that a rule in force asks a baseline of, in the order of their names. */
export function askedModels(room: ControlRoom): AskedModel[] {
  const found = new Map<string, AskedModel>();
  for (const { active, inputs } of room.desk.watch.index.rules) {
    const metrics = inputs.flatMap(([, input]) => (input.kind === 'baseline' ? [input.metric] : []));
    if (metrics.length === 0) continue;
    const { id, domain } = active.rule;
    for (const { key, entity } of room.desk.watch.index.of(id)) {
      for (const metric of metrics) {
        const series = `${key}/${metric}`;
        const known = found.get(series);
        if (known?.rules.includes(id) === true) continue;
        if (known !== undefined) known.rules.push(id);
        else
          found.set(series, {
            ...{ series, domain, entity, metric, rules: [id] },
            state: room.desk.models.get(series) ?? null,
          });
      }
    }
  }
  return [...found.values()].toSorted((a, b) => (a.series < b.series ? -1 : 1));
}

export type ModelEntry =
  | { kind: 'model-fitted'; body: ModelFittedBody }
  | { kind: 'model-refused'; body: ModelRefusedBody };

/** What was fitted outside enters the room as a dated entry: a replay reads the same numbers at the same place. */
export async function journalModel(
  { facts, clock }: { facts: Pick<FactWriter, 'write'>; clock: Clock },
  { kind, body }: ModelEntry,
): Promise<null> {
  await facts.write({ kind, v: 1, atMs: clock.nowMs(), actor: 'centre', body });
  return null;
}
