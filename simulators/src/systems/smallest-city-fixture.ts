/** The smallest city of docs/city-pack.md, as somebody with a new city begins. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PAGE = new URL('../../../docs/city-pack.md', import.meta.url);
const CALENDAR = fileURLToPath(new URL('../../../packages/danang/calendar.yaml', import.meta.url));
const CATEGORIES = `categories:
  - { id: traffic-jam, name: { vi: Ùn tắc, en: Jam }, agency: ward, defaultSeverity: 3 }
  - { id: fire, name: { vi: Cháy, en: Fire }, agency: ward, defaultSeverity: 1 }
`;
const AGENCIES = `agencies:
  - { id: ward, name: { vi: Phường, en: Ward }, kind: government }
`;

/** Writes its three files into `folder`; with `has`, what its wards report or its offices, too. */
export function writeSmallestCity(folder: string, has?: 'categories' | 'offices'): void {
  const page = readFileSync(PAGE, 'utf8');
  const section = page.slice(page.indexOf('## The smallest city'), page.indexOf('## All files'));
  const [city, units, outline] = [...section.matchAll(/```\w+\n([\s\S]*?)```/g)].map(([, block]) => block);
  if (city === undefined || units === undefined || outline === undefined)
    throw new Error('docs/city-pack.md shows no smallest city');
  writeFileSync(join(folder, 'city.yaml'), has === 'categories' ? city + CATEGORIES : city);
  writeFileSync(join(folder, 'units.csv'), units);
  writeFileSync(join(folder, 'outline.geojson'), outline);
  if (has === 'categories') writeFileSync(join(folder, 'agencies.yaml'), AGENCIES);
  if (has === 'offices') cpSync(CALENDAR, join(folder, 'calendar.yaml'));
}
