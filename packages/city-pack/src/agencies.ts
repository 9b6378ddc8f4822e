import type { z } from 'zod';
import type { CheckedFile } from './checked-file.ts';
import { unique } from './unique-ids.ts';
import { withoutUndefined } from './without-undefined.ts';
import type { Agency, DutyPost, Shift, Sop } from './office-types.ts';
import type { CityPack, LonLat } from './pack-types.ts';
import type { agenciesSchema, sopsSchema } from './schema-office.ts';

type AgenciesFile = CheckedFile<z.output<typeof agenciesSchema>> | undefined;
type Fault = CheckedFile<unknown>['fault'];
/** Checks that a position lies in the city; gives the code of its unit. */
export type Locate = (fault: Fault, loc: LonLat, path: readonly PropertyKey[]) => string | undefined;

/** Agencies, the posts where their people stand by, and the shifts of the centre. */
export function makeAgencies(
  file: AgenciesFile,
  locate: Locate,
): Pick<CityPack, 'agencies' | 'posts' | 'shifts'> {
  if (file === undefined) return { agencies: [], posts: [], shifts: [] };
  const { agencies, posts, shifts } = file.value;
  for (const [list, entries] of Object.entries({ agencies, posts, shifts }))
    unique(file, entries as readonly { id: string }[], ({ id }, i) => ({ id, path: [list, i, 'id'] }));
  const isKnown = agencyCheck(agencies);
  checkShifts(file.fault, shifts);
  return {
    agencies: withoutUndefined(agencies) as readonly Agency[],
    shifts,
    posts: posts.map((post, i): DutyPost => {
      isKnown(file.fault, post.agency, ['posts', i, 'agency']);
      const unit = locate(file.fault, post.loc, ['posts', i, 'loc']);
      return { ...post, ...(unit !== undefined && { unit }) };
    }),
  };
}

/** Adds a fault where an id names no agency of `agencies.yaml`; `undefined` when that file has faults of its own. */
export function agencyCheck(
  agencies: readonly { readonly id: string }[] | undefined,
): (fault: Fault, id: string | undefined, path: readonly PropertyKey[]) => void {
  const known = agencies && new Set(agencies.map(({ id }) => id));
  return (fault, id, path) => {
    if (id !== undefined && known?.has(id) === false)
      fault('reference', path, `agencies.yaml has no agency "${id}"`);
  };
}

/** What other files may refer to; `agencies` is absent when their file has faults of its own. */
export type Known = Pick<CityPack, 'categories' | 'thresholds'> & {
  readonly agencies: readonly Agency[] | undefined;
};

/** SOPs whose categories, alarms and agencies exist, and whose time limits rise from step to step. */
export function makeSops(
  file: CheckedFile<z.output<typeof sopsSchema>> | undefined,
  known: Known,
): readonly Sop[] {
  if (file === undefined) return [];
  const { sops } = file.value;
  const categories = new Set(known.categories.map(({ id }) => id));
  const isKnown = agencyCheck(known.agencies);
  unique(file, sops, ({ id }, i) => ({ id, path: ['sops', i, 'id'] }));
  sops.forEach((sop, i) => {
    const path = ['sops', i];
    if (sop.categories.length + sop.alarms.length === 0)
      file.fault('schema', path, 'applies to nothing: give it categories or alarms');
    sop.categories.forEach((category, c) => {
      if (!categories.has(category))
        file.fault('reference', [...path, 'categories', c], `city.yaml has no category "${category}"`);
    });
    sop.alarms.forEach(({ threshold, level }, a) => {
      const editions = known.thresholds.find(({ id }) => id === threshold)?.editions ?? [];
      if (!editions.some(({ levels }) => levels.some((one) => one.name === level)))
        file.fault(
          'reference',
          [...path, 'alarms', a],
          `city.yaml has no level "${level}" of "${threshold}"`,
        );
    });
    unique(file, sop.steps, ({ id }, s) => ({ id, path: [...path, 'steps', s, 'id'] }));
    let latest = 0;
    sop.steps.forEach(({ agency, withinMin = latest }, s) => {
      isKnown(file.fault, agency, [...path, 'steps', s, 'agency']);
      if (withinMin < latest)
        file.fault(
          'schema',
          [...path, 'steps', s, 'withinMin'],
          `is due before a step above it (${latest} min)`,
        );
      latest = Math.max(latest, withinMin);
    });
  });
  return withoutUndefined(sops) as readonly Sop[];
}

/** Shifts in the order of the day must follow each other and meet: an hour that nobody works is nobody's alarm. */
function checkShifts(fault: Fault, shifts: readonly Shift[]): void {
  shifts.forEach(({ to }, s) => {
    const next = shifts[(s + 1) % shifts.length]!;
    if (to !== next.from)
      fault('schema', ['shifts', s, 'to'], `the next shift starts at ${next.from}, not at ${to}`);
  });
}
