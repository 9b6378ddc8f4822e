import type { Incident, IncidentTimelineItem } from '../incident.ts';
import {
  ACTOR_WORDS,
  ASSIGNMENT_WORDS,
  CLOCK_WORDS,
  ESCALATION_WORDS,
  inLanguage,
  LEVEL_WORDS,
  LINK_WORDS,
  PAUSE_WORDS,
  STATE_WORDS,
  STEP_WORDS,
} from './words.ts';
import type { DocumentLanguage } from './words.ts';

/**
 * What the codes of one entry of a history mean, in words: states, clocks, levels, steps, agencies by name. Ids of incidents, priorities
 * and names of people stand as they are; a code that nobody has words for does too, rather than vanish.
 */
export interface EntryReader {
  language: DocumentLanguage;
  /** Name of an agency or post. */
  nameOf: (id: string) => string;
  /** The procedure whose steps are named. */
  sop?: Incident['sop'];
}

export interface EntryWords {
  from?: string;
  to?: string;
  /** What was said; absent where the code says the same. */
  text?: string;
}

/** Who did it: the centre itself, a rule, or the person or source by name. */
export function actorInWords(item: IncidentTimelineItem, language: DocumentLanguage): string {
  if (item.actor === 'centre') return inLanguage(ACTOR_WORDS.centre, language);
  if (item.actor === 'system') return inLanguage(ACTOR_WORDS.system, language);
  const isOfRule = item.alarmId !== undefined && item.journalSeq === 0 && item.kind !== 'alarm-acknowledged';
  return isOfRule ? inLanguage(ACTOR_WORDS.rule, language) : item.actor;
}

/** The ends and the text of an entry in words. */
export function entryInWords(item: IncidentTimelineItem, reader: EntryReader): EntryWords {
  const read = READERS[item.kind] ?? plain;
  return defined(read(item, reader));
}

type Read = (
  item: IncidentTimelineItem,
  reader: EntryReader,
) => { [name in keyof EntryWords]: string | undefined };

const plain: Read = ({ from, to, text }) => ({ from, to, text });
const states: Read = ({ from, to, text }, { language }) => ({
  from: word(STATE_WORDS, from, language),
  to: word(STATE_WORDS, to, language),
  text,
});

const READERS: Readonly<Partial<Record<IncidentTimelineItem['kind'], Read>>> = {
  status: states,
  close: states,
  reopen: states,
  acknowledge: states,
  // The state before says nothing of where it went.
  merge: ({ to, text }) => ({ from: undefined, to, text }),
  breached: ({ to, text }, { language }) => ({ from: undefined, to: word(CLOCK_WORDS, to, language), text }),
  escalated: ({ from, to, text }, { language, nameOf }) => ({
    from: word({ ...CLOCK_WORDS, ...ESCALATION_WORDS }, from, language),
    to: word(LEVEL_WORDS, to, language),
    text: text === undefined ? undefined : nameOf(text),
  }),
  assign: ({ from, to, text }, { nameOf }) => ({
    from: from === undefined ? undefined : nameOf(from),
    to: to === undefined ? undefined : nameOf(to),
    text,
  }),
  withdraw: ({ from, text }, { nameOf }) => ({
    from: undefined,
    to: from === undefined ? undefined : nameOf(from),
    text,
  }),
  answer: ({ from, to, text }, { language, nameOf }) => ({
    from: word(ASSIGNMENT_WORDS, from, language),
    to: word(ASSIGNMENT_WORDS, to, language),
    text: text === undefined ? undefined : nameOf(text),
  }),
  // An entry without words of its own carries the code as its text.
  pause: ({ to, text }, { language }) => ({
    from: undefined,
    to: word(PAUSE_WORDS, to, language),
    text: text === to ? undefined : text,
  }),
  'sop-step': ({ from, to, text }, { language, sop }) => ({
    from: sop?.steps.find(({ id }) => id === from)?.text[language] ?? from,
    to: word(STEP_WORDS, to, language),
    text,
  }),
  // Its name is the text; the id of the file tells nobody anything.
  attach: ({ text }) => ({ from: undefined, to: undefined, text }),
  link: ({ from, to, text }, { language }) => ({ from: word(LINK_WORDS, from, language), to, text }),
  linked: ({ from, to, text }, { language }) => ({ from: word(LINK_WORDS, from, language), to, text }),
  'set-title': ({ from, to }) => ({ from, to, text: undefined }),
};

function word(
  words: Readonly<Record<string, readonly [string, string]>>,
  code: string | undefined,
  language: DocumentLanguage,
): string | undefined {
  if (code === undefined) return undefined;
  const known = words[code];
  return known === undefined ? code : inLanguage(known, language);
}

function defined(words: { [name in keyof EntryWords]: string | undefined }): EntryWords {
  return Object.fromEntries(
    Object.entries(words).filter(([, value]) => value !== undefined && value !== ''),
  ) as EntryWords;
}
