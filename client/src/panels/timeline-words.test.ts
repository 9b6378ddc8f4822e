import { INCIDENT_CLOCKS, INCIDENT_STATES, PAUSE_REASONS } from '@metropane/incidents';
import type { TimelineItem } from '@metropane/live-state';
import { expect, test } from 'vitest';
import { entryWords } from './timeline-words.ts';
import type { EntryReader } from './timeline-words.ts';

/** Says in brackets what a table has words for; a code without words fails the test. */
const reader: EntryReader = {
  word(words, code) {
    if (code === undefined) return undefined;
    expect(Object.keys(words), `words for ${code}`).toContain(code);
    return `[${code}]`;
  },
  agency: (id) => (id === undefined ? undefined : `<${id}>`),
  step: (id) => (id === undefined ? undefined : `{${id}}`),
};

function said(item: Partial<TimelineItem> & Pick<TimelineItem, 'kind'>): object {
  return entryWords({ atMs: 0, actor: 'An', journalSeq: 1, ...item }, reader);
}

test('a level, a clock and its reason are told in words, never as codes', () => {
  expect(said({ kind: 'escalated', from: 'acknowledged', to: 'level-1' })).toEqual({
    to: '[level-1] · [acknowledged]',
  });
  expect(said({ kind: 'escalated', from: 'agency-silent', to: 'level-1', text: 'pccc' })).toEqual({
    to: '[level-1] · [agency-silent] · <pccc>',
  });
  for (const to of INCIDENT_CLOCKS) expect(said({ kind: 'breached', to })).toEqual({ to: `[${to}]` });
  for (const to of INCIDENT_STATES) expect(said({ kind: 'status', to })).toEqual({ to: `[${to}]` });
});

test('agencies stand by name whatever was done about them', () => {
  expect(said({ kind: 'assign', from: 'evn', to: 'pccc', text: 'nhanh' })).toEqual({
    to: '<pccc>',
    text: 'nhanh',
  });
  expect(said({ kind: 'answer', from: 'waiting', to: 'declined', text: 'pccc' })).toEqual({
    to: '<pccc> · [declined]',
  });
  expect(said({ kind: 'withdraw', from: 'pccc', to: 'withdrawn', text: 'nhầm' })).toEqual({
    to: '<pccc>',
    text: 'nhầm',
  });
});

test('a code that the kind says already, or that only a machine reads, is left out', () => {
  for (const reason of PAUSE_REASONS)
    expect(said({ kind: 'pause', to: reason, text: reason })).toEqual({ to: `[${reason}]` });
  expect(said({ kind: 'attach', to: 'a1b2', text: 'ảnh.jpg' })).toEqual({ text: 'ảnh.jpg' });
  expect(said({ kind: 'close', from: 'on-scene', to: 'closed', text: 'xong' })).toEqual({ text: 'xong' });
  expect(said({ kind: 'sop-step', from: 'call', to: 'skipped', text: 'đã gọi' })).toEqual({
    to: '{call} · [skipped]',
    text: 'đã gọi',
  });
  expect(said({ kind: 'move-alarm', to: 'SC-000002' })).toEqual({ to: 'SC-000002' });
});
