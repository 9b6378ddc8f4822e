import { describe, expect, test } from 'vitest';
import { findTarget, parseCommand } from './desk-command.ts';
import type { CommandTarget } from './desk-command.ts';

const NOISE: CommandTarget & { text: string } = {
  id: 'a1',
  kind: 'alarm',
  title: 'Cảm biến ồn',
  text: 'NM-04',
};
const FLOOD: CommandTarget & { text: string } = {
  id: 'SC-000412',
  kind: 'incident',
  title: 'Ngập',
  text: '',
};
const context = (chosen: CommandTarget | null = null) => ({
  chosen,
  find: (words: string) => findTarget(words, [NOISE, FLOOD]),
});

describe('the command line of the desk', () => {
  test('shelving names the alarm, the time and the reason, in any of the three spellings', () => {
    for (const text of [
      'gác NM-04 30p vì bảo trì',
      'gac nm-04 30 phut vi bảo trì',
      'shelve NM-04 30m because bảo trì',
    ]) {
      expect(parseCommand(text, context()), text).toMatchObject({
        kind: 'act',
        verb: 'shelve',
        target: { id: 'a1' },
        fields: { durationMs: 1_800_000, reason: 'bảo trì' },
      });
    }
    expect(parseCommand('gác 2h vì bảo trì', context(NOISE))).toMatchObject({
      fields: { durationMs: 7_200_000 },
    });
  });
  test('what is missing is said, and nothing is guessed', () => {
    const why = (text: string, chosen: CommandTarget | null = null) => parseCommand(text, context(chosen));
    expect(why('gác NM-04 30p')).toEqual({ kind: 'none', why: 'reason' });
    expect(why('gác NM-04 vì bảo trì')).toEqual({ kind: 'none', why: 'duration' });
    expect(why('gác NM-04 25h vì bảo trì')).toEqual({ kind: 'none', why: 'too-long' });
    expect(why('gác SC-000412 30p vì bảo trì')).toEqual({ kind: 'none', why: 'not-an-alarm' });
    expect(why('xác nhận')).toEqual({ kind: 'none', why: 'target' });
    expect(why('ghi chú', FLOOD)).toEqual({ kind: 'none', why: 'text' });
    expect(why('không có gì như thế')).toEqual({ kind: 'none', why: 'target' });
    expect(why('  ')).toEqual({ kind: 'none', why: 'empty' });
  });
  test('words without a verb go to what they name; a note takes its words as they are', () => {
    expect(parseCommand('ngap', context())).toMatchObject({ verb: 'go', target: { id: 'SC-000412' } });
    expect(parseCommand('ghi chú gọi đội 3 vì mưa', context(FLOOD))).toMatchObject({
      fields: { text: 'gọi đội 3 vì mưa' },
    });
    expect(parseCommand('mở sự cố', context())).toEqual({ kind: 'open' });
  });

  test('pages and keys are called by their names without marks, and a verb is never taken for one', () => {
    const all = {
      ...context(NOISE),
      named: [
        { kind: 'page' as const, value: '/desk/shift', label: 'Ca trực' },
        { kind: 'key' as const, value: 'toMap', label: 'tới bản đồ' },
        { kind: 'key' as const, value: 'claimed', label: 'nhận việc nhanh' },
      ],
    };
    const value = (text: string) => {
      const command = parseCommand(text, all);
      return command.kind === 'named' ? command.command.value : command;
    };
    expect(value('ca truc')).toBe('/desk/shift');
    expect(value('TỚI BẢN ĐỒ')).toBe('toMap');
    expect(value('toi ban')).toBe('toMap');
    expect(value('nhận việc')).toMatchObject({ kind: 'act', verb: 'claim' });
    expect(value('tr')).toEqual({ kind: 'none', why: 'target' });
  });

  test('a place is gone to when nothing that is open is called so', () => {
    const place = { kind: 'unit' as const, name: 'Bến Thành', loc: [106.7, 10.77] as const };
    const all = { ...context(), findPlace: (words: string) => (words === 'ben thanh' ? place : null) };
    expect(parseCommand('ben thanh', all)).toEqual({ kind: 'place', place });
    expect(parseCommand('đến ben thanh', all)).toEqual({ kind: 'place', place });
    expect(parseCommand('ngap', all)).toMatchObject({ target: { id: 'SC-000412' } });
  });
});
