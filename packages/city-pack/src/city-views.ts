import type { CheckedFile } from './checked-file.ts';
import { unique } from './unique-ids.ts';
import type { BBox, CityPack, LonLat } from './pack-types.ts';

type Views = Pick<CityPack, 'bbox' | 'centre' | 'views'>;

/** The middle of the city and of every view must lie in the city, else a wall opens on an empty map. */
export function checkViews(city: Pick<CheckedFile<unknown>, 'fault'>, { bbox, centre, views }: Views): void {
  if (!isInside(bbox, centre))
    city.fault('geometry', ['centre'], `[${centre.join(', ')}] lies outside the bbox`);
  const all = [
    { view: views.main, path: ['views', 'main'] },
    ...views.insets.map((view, i) => ({ view, path: ['views', 'insets', i] })),
  ];
  unique(city, all, ({ view, path }) => ({ id: view.id, path: [...path, 'id'] }));
  for (const { view, path } of all) {
    const hint = `[${view.centre.join(', ')}] lies outside`;
    if (!isInside(bbox, view.centre))
      city.fault('geometry', [...path, 'centre'], `${hint} the bbox of the city`);
    else if (!isInside(view.bbox, view.centre))
      city.fault('geometry', [...path, 'centre'], `${hint} the bbox of this view`);
  }
}

/** Edges count as inside. */
export function isInside([west, south, east, north]: BBox, [lon, lat]: LonLat): boolean {
  return lon >= west && lon <= east && lat >= south && lat <= north;
}
