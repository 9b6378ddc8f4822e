import type { Incident, IncidentTimelineItem } from '../incident.ts';
import type { Alarm } from '../alarms/alarm.ts';
import { actorInWords, entryInWords } from './entry-words.ts';
import { inLanguage, KIND_WORDS } from './words.ts';
import type { DocumentLanguage } from './words.ts';

/** What documents are made from: the incident as it is, its whole history, and the alarms of it that are known. */
export interface IncidentFile {
  incident: Incident;
  timeline: readonly IncidentTimelineItem[];
  alarms: readonly Pick<Alarm, 'id' | 'key' | 'priority' | 'isActive' | 'isAcknowledged' | 'onsetMs'>[];
}

export interface DocumentOptions {
  language: DocumentLanguage;
  /** When it is made, epoch milliseconds; stands on the document and ends running times. */
  atMs: number;
  /** Who makes it. */
  by: string;
  /** Names of agencies and posts by id; an id without a name stands as it is. */
  names?: ReadonlyMap<string, { vi: string; en: string }>;
}

/** One line of a log, in words. Times stay numbers: a screen or a printer formats them in the city's zone. */
export interface LogLine {
  atMs: number;
  actor: string;
  what: string;
  /** Journal entry behind it; 0 where readings or time caused it. */
  journalSeq: number;
}

/** A labelled value. */
export interface Field {
  label: string;
  value: string;
}

/** An entry of the history in words: `Giao việc: Cảnh sát giao thông → Thoát nước · nước lên nhanh`. */
export function logLine(
  item: IncidentTimelineItem,
  options: Pick<DocumentOptions, 'language' | 'names'>,
  sop?: Incident['sop'],
): LogLine {
  const { language } = options;
  const reader = {
    language,
    nameOf: (id: string) => nameOf(id, options),
    ...(sop === undefined ? {} : { sop }),
  };
  const { from, to, text } = entryInWords(item, reader);
  const ends = to === undefined ? '' : from === undefined ? to : `${from} → ${to}`;
  const details = [ends, text ?? ''].filter((each) => each !== '').join(' · ');
  const kind = inLanguage(KIND_WORDS[item.kind], language);
  const what = details === '' ? kind : `${kind}: ${details}`;
  return { atMs: item.atMs, actor: actorInWords(item, language), what, journalSeq: item.journalSeq };
}

/** The name of an agency, post or person. */
export function nameOf(id: string, { names, language }: Pick<DocumentOptions, 'language' | 'names'>): string {
  return names?.get(id)?.[language] ?? id;
}
