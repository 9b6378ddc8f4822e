import type { z } from 'zod';
import type { CheckedFile } from './checked-file.ts';
import { checkEditions, isInForce } from './editions.ts';
import { unique } from './unique-ids.ts';
import { withoutUndefined } from './without-undefined.ts';
import type { Scale, ScaleClass, ScaleEdition } from './office-types.ts';
import type { scalesSchema } from './schema-office.ts';

type ScalesFile = CheckedFile<z.output<typeof scalesSchema>>;

/**
 * The table in force on a civil date under the given conditions: every `when` of the table must be met, and its `hours` must hold
 * `time` (`HH:MM`). `undefined` where the pack knows none, which is not the same as "no limit".
 */
export function scaleOn(
  scale: Scale,
  date: string,
  { time, ...conditions }: Readonly<Record<string, string>> & { readonly time?: string } = {},
): ScaleEdition | undefined {
  return scale.editions.find(
    (edition) =>
      isInForce(edition, date) &&
      isWithin(edition.hours, time) &&
      Object.entries(edition.when ?? {}).every(([key, value]) => conditions[key] === value),
  );
}

function isWithin(hours: ScaleEdition['hours'], time: string | undefined): boolean {
  if (hours === undefined) return true;
  if (time === undefined) return false;
  const { from, to } = hours;
  return from < to ? from <= time && time < to : from <= time || time < to;
}

/** The class of a value: the last that begins at or below it; `undefined` below the first and above a closed last one. */
export function classOf({ classes }: Pick<ScaleEdition, 'classes'>, value: number): ScaleClass | undefined {
  const found = classes.findLast(({ from }) => from <= value);
  return found !== undefined && (found.to === undefined || value <= found.to) ? found : undefined;
}

/** Classes must rise without gaps back, breakpoints must rise, and tables under the same conditions must not overlap. */
export function makeScales(file: ScalesFile | undefined): readonly Scale[] {
  if (file === undefined) return [];
  unique(file, file.value.scales, ({ id }, i) => ({ id, path: ['scales', i, 'id'] }));
  file.value.scales.forEach(({ editions }, s) => {
    const conditionsOf = editions.map(({ when = {}, hours }) =>
      JSON.stringify([hours, Object.entries(when).toSorted(([a], [b]) => (a < b ? -1 : 1))]),
    );
    for (const conditions of new Set(conditionsOf)) {
      const same = editions.flatMap((edition, e) =>
        conditionsOf[e] === conditions ? [{ ...edition, at: e }] : [],
      );
      checkEditions(file, same, (e) => ['scales', s, 'editions', same[e]!.at, 'validFrom']);
    }
    editions.forEach((edition, e) => checkTable(file, edition, ['scales', s, 'editions', e]));
  });
  return withoutUndefined(file.value.scales);
}

type Table = ScalesFile['value']['scales'][number]['editions'][number];

function checkTable(file: ScalesFile, { classes, breakpoints = {} }: Table, path: PropertyKey[]): void {
  unique(file, classes, ({ id }, c) => ({ id, path: [...path, 'classes', c, 'id'] }));
  classes.forEach(({ from, to }, c) => {
    const at = [...path, 'classes', c, 'from'];
    const below = classes[c - 1];
    if (to !== undefined && to <= from)
      file.fault('schema', at, `a class must end above where it starts, ${from}`);
    if (below !== undefined && from <= below.from) file.fault('schema', at, `must be above ${below.from}`);
    if (below?.to !== undefined && from < below.to)
      file.fault('schema', at, `starts inside the class before it, which ends at ${below.to}`);
  });
  for (const [name, points] of Object.entries(breakpoints)) {
    const fall = points.findIndex((point, p) => p > 0 && point <= points[p - 1]!);
    if (fall >= 0)
      file.fault('schema', [...path, 'breakpoints', name, fall], `must be above ${points[fall - 1]}`);
  }
}
