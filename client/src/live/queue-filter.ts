import type { AlarmRecord, IncidentRecord } from '@metropane/live-state';
import { searchKey } from './search-key.ts';

/** What an operator typed into the filter of the queue: `ưu tiên:1-2 vùng:binhthanh tr:chưa cháy`. */
export interface QueueFilter {
  priorities: ReadonlySet<number> | null;
  /** Without spaces and diacritics, each must be in the name of the ward. */
  areas: readonly string[];
  domains: readonly string[];
  words: readonly string[];
  isEmpty: boolean;
}

const TOKEN = /(ưu tiên|uu tien|priority|vùng|vung|area|hệ|he|system)\s*:\s*(\S+)/giu;

/** Tokens in any order, in Vietnamese with or without marks or in English; the rest are words. A token that says nothing is a word. */
export function parseFilter(text: string): QueueFilter {
  const priorities = new Set<number>();
  const areas: string[] = [];
  const domains: string[] = [];
  const rest = text.replace(TOKEN, (whole, name: string, value: string) => {
    const key = searchKey(name);
    if (key === 'uu tien' || key === 'priority') {
      const wanted = prioritiesOf(value);
      if (wanted.length === 0) return whole;
      for (const each of wanted) priorities.add(each);
    } else (key === 'vung' || key === 'area' ? areas : domains).push(tight(value));
    return ' ';
  });
  const words = searchKey(rest)
    .split(' ')
    .filter((word) => {
      const digit = /^p([1-4])$/.exec(word)?.[1];
      if (digit !== undefined) priorities.add(Number(digit));
      return word !== '' && digit === undefined;
    });
  const isEmpty = priorities.size + areas.length + domains.length + words.length === 0;
  return { priorities: priorities.size === 0 ? null : priorities, areas, domains, words, isEmpty };
}

/** `1`, `1-2`, `1,3`. */
function prioritiesOf(value: string): number[] {
  const range = /^([1-4])\s*-\s*([1-4])$/.exec(value);
  if (range !== null) {
    const [low, high] = [Number(range[1]), Number(range[2])];
    return [1, 2, 3, 4].filter((each) => each >= low && each <= high);
  }
  return value.split(',').flatMap((each) => (/^[1-4]$/.test(each) ? [Number(each)] : []));
}

export function incidentMatches(incident: IncidentRecord, filter: QueueFilter): boolean {
  const { id, title, unit, entity, source, category, priority } = incident;
  const domains = [category, source];
  return matches(filter, {
    priority,
    area: unit?.name,
    domains,
    text: [id, title, unit?.name, entity, source],
  });
}

export function alarmMatches(alarm: AlarmRecord, filter: QueueFilter): boolean {
  const { id, name, place, unit, entity, domain, ruleId, category, priority } = alarm;
  const domains = [domain, category];
  const text = [id, name.vi, name.en, place, unit?.name, entity, ruleId];
  return matches(filter, { priority, area: unit?.name ?? place, domains, text });
}

interface Searched {
  priority: number;
  area: string | undefined;
  domains: readonly string[];
  text: readonly (string | undefined)[];
}

function matches(filter: QueueFilter, { priority, area, domains, text }: Searched): boolean {
  if (filter.isEmpty) return true;
  if (filter.priorities !== null && !filter.priorities.has(priority)) return false;
  const tightArea = tight(area ?? '');
  if (!filter.areas.every((each) => tightArea.includes(each))) return false;
  if (!filter.domains.every((each) => domains.some((domain) => tight(domain).includes(each)))) return false;
  if (filter.words.length === 0) return true;
  const key = searchKey(text.join(' '));
  return filter.words.every((word) => key.includes(word));
}

function tight(text: string): string {
  return searchKey(text).replaceAll(' ', '');
}
