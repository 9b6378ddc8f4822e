import { statSync } from 'node:fs';
import type { z } from 'zod';
import type { CheckedFile, Read } from './checked-file.ts';
import type { ExternalBaseMap } from './pack-types.ts';
import type { citySchema } from './schema.ts';

type City = z.output<typeof citySchema>;

/** Where the city's own map is; a file must be there. Its bytes are no part of the pack's revision: they are not read here. */
export function readBaseMap(
  { folder }: Read,
  given: NonNullable<City['baseMap']>,
  fault: CheckedFile<City>['fault'],
): ExternalBaseMap {
  const [kind, at] =
    'style' in given ? (['style', given.style] as const) : (['pmtiles', given.pmtiles] as const);
  const words = given.attribution === undefined ? {} : { attribution: given.attribution };
  if (URL.canParse(at)) {
    if (!/^https?:$/.test(new URL(at).protocol))
      fault('schema', ['baseMap', kind], 'expected an http(s) address or a file');
    return { kind, at, ...words };
  }
  const path = folder.besideCity(at);
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true)
    fault('not-found', ['baseMap', kind], `no file at ${path}`);
  return { kind, at: path, ...words };
}
