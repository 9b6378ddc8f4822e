/** The table of allowed imports for ARCHITECTURE.md, generated from the same zones as the lint overrides. */
import { type Boundaries, type Zone, toZones } from './boundaries.ts';

export const TABLE_START =
  '<!-- boundaries:start (generated from boundaries.json by `npm run check -- --fix`) -->';
export const TABLE_END = '<!-- boundaries:end -->';

export function toBoundaryTable(rules: Boundaries): string {
  const rows = toZones(rules).map(
    (zone) => `| \`${zone.id}\` | ${packagesOf(zone)} | ${siblingsOf(zone)} | ${whyOf(zone)} |`,
  );
  const libraries = Object.entries(rules.libraries).map(
    ([name, rule]) => `| \`${name}\` | ${code(rule.only)} | ${rule.why} |`,
  );
  const clocks = Object.entries(rules.clock.folders).map(
    ([folder, how]) => `\`${folder}\`${how.parsesDates ? ' (may parse dates)' : ''}`,
  );
  return [
    '| part | may import packages | may import folders | because |',
    '|---|---|---|---|',
    ...rows,
    '',
    '| library | only in | because |',
    '|---|---|---|',
    ...libraries,
    '',
    `No clock, chance or process in ${clocks.join(', ')}: ${rules.clock.why}. Tests may also import \`testing\`.`,
  ].join('\n');
}

/** Puts the table between the markers; `null` when the markers are missing. */
export function withBoundaryTable(markdown: string, table: string): string | null {
  const start = markdown.indexOf(TABLE_START);
  const end = markdown.indexOf(TABLE_END);
  if (start < 0 || end < start) return null;
  return `${markdown.slice(0, start + TABLE_START.length)}\n${table}\n${markdown.slice(end)}`;
}

function packagesOf(zone: Zone): string {
  // The folders of a program share its packages; repeating them would hide the difference.
  return zone.id.includes('/') ? `as \`${zone.id.split('/')[0]}\`` : code(zone.mayPackages);
}

function siblingsOf(zone: Zone): string {
  if (zone.rootFilesExcept !== null) return `${code(zone.rootFilesExcept)} all, other files none`;
  return zone.bannedSiblings.length + zone.maySiblings.length === 0 ? '' : code(zone.maySiblings);
}

function whyOf(zone: Zone): string {
  return zone.id.includes('/') ? zone.siblingsWhy : zone.packagesWhy;
}

function code(names: readonly string[]): string {
  return names.length === 0 ? '–' : names.map((name) => `\`${name}\``).join(' ');
}
