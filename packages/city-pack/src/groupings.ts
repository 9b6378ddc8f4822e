import type { z } from 'zod';
import type { CheckedFile } from './checked-file.ts';
import { checkEditions, isInForce } from './editions.ts';
import { unique } from './unique-ids.ts';
import { withoutUndefined } from './without-undefined.ts';
import type { Grouping, UnitGroup } from './office-types.ts';
import type { CityPack } from './pack-types.ts';
import type { groupingsSchema } from './schema-office.ts';

type Groupings = Pick<CityPack, 'groupings'>;

/** The edition of a grouping in force on a civil date; `undefined` when there is none, as for districts after 2025-06-30. */
export function groupingOn(pack: Groupings, id: string, date: string): Grouping | undefined {
  return pack.groupings.find((grouping) => grouping.id === id && isInForce(grouping, date));
}

/** The group that holds a unit; `undefined` when the grouping leaves the unit out. */
export function groupOf(grouping: Grouping, unitCode: string): UnitGroup | undefined {
  return grouping.groups.find(({ units }) => units.includes(unitCode));
}

/** Editions of one id follow each other; every unit is known (unless the units have faults of their own), and stands in one group at most. */
export function makeGroupings(
  file: CheckedFile<z.output<typeof groupingsSchema>> | undefined,
  known: ReadonlySet<string>,
): readonly Grouping[] {
  if (file === undefined) return [];
  const { groupings } = file.value;
  for (const id of new Set(groupings.map((grouping) => grouping.id))) {
    const editions = groupings.flatMap((grouping, at) => (grouping.id === id ? [{ ...grouping, at }] : []));
    checkEditions(file, editions, (e) => ['groupings', editions[e]!.at, 'id']);
  }
  groupings.forEach(({ groups }, g) => {
    unique(file, groups, ({ id }, i) => ({ id, path: ['groupings', g, 'groups', i, 'id'] }));
    const members = groups.flatMap(({ units }, i) =>
      units.map((code, u) => ({ code, path: ['groupings', g, 'groups', i, 'units', u] })),
    );
    unique(file, members, ({ code, path }) => ({ id: code, path }));
    for (const { code, path } of members)
      if (known.size > 0 && !known.has(code)) file.fault('reference', path, `the pack has no unit "${code}"`);
  });
  return withoutUndefined(groupings);
}
