import { msg } from '@lingui/core/macro';
import type { MessageDescriptor } from '@lingui/core';
import { useLingui } from '@lingui/react/macro';
import type { IncidentRecord, TimelineItem } from '@metropane/live-state';
import { ASSIGNMENT_WORDS, CLOCK_WORDS, PAUSE_WORDS, STATE_WORDS } from '../ui/incident-words.ts';
import { inLocale, useLocale } from '../ui/use-locale.ts';
import { useAgencyName } from './desk/agency-chips.tsx';
import { LEADER, SUPERVISOR } from './incident-page/role-words.ts';

/** What an entry of a time line says beside its kind. */
export interface EntryWords {
  actor: string;
  /** Where it led: a state, a clock, a level, an agency, a step. */
  to?: string;
  text?: string;
}

type Words = Readonly<Record<string, MessageDescriptor>>;

const LEVELS: Words = { 'level-0': msg`Người trực`, 'level-1': SUPERVISOR, 'level-2': LEADER };
const REASONS: Words = { 'agency-silent': msg`đơn vị không trả lời`, 'by-hand': msg`người trực nâng mức` };
const STEPS: Words = {
  open: msg`còn chờ người thứ hai`,
  done: msg`xong`,
  skipped: msg`bỏ qua`,
  skip: msg`bỏ qua`,
};

/** How codes become words on this screen. */
export interface EntryReader {
  word: (words: Words, code: string | undefined) => string | undefined;
  agency: (id: string | undefined) => string | undefined;
  step: (id: string | undefined) => string | undefined;
}

type Said = { to?: string | undefined; text?: string | undefined };
type Read = (item: TimelineItem, reader: EntryReader) => Said;

const state: Read = ({ to, text }, { word }) => ({ to: word(STATE_WORDS, to), text });
/** The kind says where it led. */
const textOnly: Read = ({ text }) => ({ text });
const fromThere: Read = ({ from, text }) => ({ to: from, text });

const READERS: Readonly<Record<string, Read>> = {
  status: state,
  reopen: state,
  acknowledge: textOnly,
  close: textOnly,
  claim: textOnly,
  attach: textOnly,
  'set-title': textOnly,
  'split-from': fromThere,
  alarm: fromThere,
  breached: ({ to, text }, { word }) => ({ to: word(CLOCK_WORDS, to), text }),
  escalated: ({ from, to, text }, { word, agency }) => ({
    to: joined(word(LEVELS, to), word({ ...CLOCK_WORDS, ...REASONS }, from), agency(text)),
  }),
  assign: ({ to, text }, { agency }) => ({ to: agency(to), text }),
  withdraw: ({ from, text }, { agency }) => ({ to: agency(from), text }),
  answer: ({ to, text }, { word, agency }) => ({ to: joined(agency(text), word(ASSIGNMENT_WORDS, to)) }),
  // Without words of its own the entry carries the code as its text.
  pause: ({ to, text }, { word }) => ({ to: word(PAUSE_WORDS, to), text: text === to ? undefined : text }),
  'sop-step': ({ from, to, text }, { word, step }) => ({ to: joined(step(from), word(STEPS, to)), text }),
};

/**
 * The codes of an entry in the operator's words: states, clocks, levels, steps, agencies by name. Ids of incidents, priorities and what
 * people wrote stand as they are; a code of a newer centre does too, rather than vanish.
 */
export function entryWords(item: TimelineItem, reader: EntryReader): Omit<EntryWords, 'actor'> {
  const { to, text } = (READERS[item.kind] ?? ((each: TimelineItem): Said => each))(item, reader);
  return {
    ...(to === undefined || to === '' ? {} : { to }),
    ...(text === undefined || text === '' ? {} : { text }),
  };
}

/** The same on this page, in the chosen language. */
export function useEntryWords(sop: IncidentRecord['sop']): (item: TimelineItem) => EntryWords {
  const { i18n, t } = useLingui();
  const locale = useLocale();
  const agencyName = useAgencyName();
  const reader: EntryReader = {
    word(words, code) {
      const known = code === undefined ? undefined : words[code];
      return known === undefined ? code : i18n._(known);
    },
    agency: (id) => (id === undefined ? undefined : agencyName({ assignee: id })),
    step(id) {
      const known = sop?.steps.find((step) => step.id === id);
      return known === undefined ? id : inLocale(known.text, locale);
    },
  };
  const actors = { centre: t`Trung tâm`, system: t`Hệ thống`, rule: t`Tự động` };
  return (item) => ({ actor: actorOf(item, actors), ...entryWords(item, reader) });
}

/** Time and rules act too; everybody else has a name of their own. */
function actorOf(item: TimelineItem, words: { centre: string; system: string; rule: string }): string {
  if (item.actor === 'centre') return words.centre;
  if (item.actor === 'system') return words.system;
  const isOfRule = item.alarmId !== undefined && item.journalSeq === 0 && item.kind !== 'alarm-acknowledged';
  return isOfRule ? words.rule : item.actor;
}

function joined(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join(' · ');
}
