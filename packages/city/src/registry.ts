import { CITY_SYSTEMS } from './city-systems.ts';
import { CITY_DOMAINS } from './domains.ts';
import { METRIC_SUFFIXES } from './metric-units.ts';
import { REPORT_CATEGORIES } from './report-categories.ts';

/** The registry as markdown tables, printed into the README: domains, metric endings, report categories, system codes. */
export function registryMarkdown(): string {
  return [
    '### Domains',
    table(
      ['code', 'Tiếng Việt', 'English', 'extra statistic'],
      CITY_DOMAINS.map(({ code, name, extraStatistic }) => [
        `\`${code}\``,
        name.vi,
        name.en,
        extraStatistic ?? '',
      ]),
    ),
    '### Metric endings',
    table(
      ['ending', 'UCUM', 'shown', 'quantity'],
      METRIC_SUFFIXES.map(({ suffix, unit, shown, quantity }) => [
        `\`${suffix}\``,
        `\`${unit}\``,
        shown,
        quantity.en,
      ]),
    ),
    '### Report categories',
    table(
      ['code', 'Tiếng Việt', 'English', 'severity'],
      REPORT_CATEGORIES.map(({ code, name, severity }) => [
        `\`${code}\``,
        name.vi,
        name.en,
        String(severity),
      ]),
    ),
    '### Administrative systems',
    table(
      ['no.', 'code', 'Tiếng Việt', 'English'],
      CITY_SYSTEMS.map(({ number, code, name }) => [String(number), `\`${code}\``, name.vi, name.en]),
    ),
  ].join('\n\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
