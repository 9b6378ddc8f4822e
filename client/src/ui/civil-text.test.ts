import { expect, test } from 'vitest';
import { civilPartAt, civilText, parseCivilText, stepCivil } from './civil-text.ts';

test('a date is read as people type and paste it, day first', () => {
  for (const text of [
    '23/11/2026',
    '23.11.2026',
    ' 23-11-2026 ',
    '2026-11-23',
    '23112026',
    '23/11/2026 15:30',
  ])
    expect(parseCivilText(text, 'date'), text).toBe('2026-11-23');
  expect(parseCivilText('1/2/2026', 'date')).toBe('2026-02-01');
});

test('a date and time needs both', () => {
  const texts = ['23/11/2026 15:30', '2026-11-23T15:30', '23/11/2026, 15:30:08', '23/11/2026 15h30'];
  for (const text of [...texts, '23112026 15:30', '23/11/2026 15 giờ 30', '2026-11-23 15:30:08.250'])
    expect(parseCivilText(text, 'date-time'), text).toBe('2026-11-23T15:30');
  expect(parseCivilText('23/11/2026 7h', 'date-time')).toBe('2026-11-23T07:00');
  for (const text of [
    '23/11/2026',
    '23/11/2026 ',
    '15:30',
    '23/11/2026 15',
    '23/11/2026 24:00',
    '23/11/2026 9:60',
  ])
    expect(parseCivilText(text, 'date-time'), text).toBeNull();
});

test('a time alone', () => {
  expect(parseCivilText('6:05', 'time')).toBe('06:05');
  expect(parseCivilText('22h', 'time')).toBe('22:00');
  for (const text of ['', '6', '25:00', '6:5', '6:05 pm'])
    expect(parseCivilText(text, 'time'), text).toBeNull();
});

test('what is no date, or whose order or zone would be a guess, is none', () => {
  for (const text of [
    '',
    '11/23/2026',
    '31/02/2026',
    '29/02/2026',
    '23/11/26',
    '23/11',
    '0/11/2026',
    '1/1/0000',
  ])
    expect(parseCivilText(text, 'date'), text).toBeNull();
  expect(parseCivilText('29/02/2028', 'date')).toBe('2028-02-29');
  // An instant of UTC is no time of the city.
  for (const text of ['2026-11-23T15:30Z', '2026-11-23T15:30+07:00', '23/11.2026 15:30'])
    expect(parseCivilText(text, 'date-time'), text).toBeNull();
});

test('what is shown reads back as it was', () => {
  expect(civilText('2026-11-23T15:30')).toBe('23/11/2026 15:30');
  for (const [value, kind] of [
    ['2026-11-23', 'date'],
    ['2026-02-03T04:05', 'date-time'],
    ['00:00', 'time'],
  ] as const)
    expect(parseCivilText(civilText(value), kind)).toBe(value);
});

test('arrows step the part under the caret and carry', () => {
  const partsAt = (kind: 'date' | 'date-time' | 'time', carets: number[]) =>
    carets.map((caret) => civilPartAt(caret, kind).part);
  expect(partsAt('date-time', [0, 2, 3, 6, 10, 12, 16])).toEqual([
    ...['day', 'day', 'month', 'year', 'year', 'hour', 'minute'],
  ]);
  expect(partsAt('date', [99])).toEqual(['year']);
  expect(partsAt('time', [0, 2, 3, 5])).toEqual(['hour', 'hour', 'minute', 'minute']);
  expect(civilPartAt(1, 'time')).toMatchObject({ from: 0, to: 2 });
  expect(stepCivil('2026-12-31', 'day', 1)).toBe('2027-01-01');
  expect(stepCivil('2026-01-31', 'month', 1)).toBe('2026-02-28');
  expect(stepCivil('2028-02-29', 'year', 1)).toBe('2029-02-28');
  expect(stepCivil('2026-11-23T00:00', 'minute', -1)).toBe('2026-11-22T23:59');
  expect(stepCivil('23:30', 'hour', 1)).toBe('00:30');
  expect(stepCivil('9999-12-31', 'day', 1)).toBe('9999-12-31');
  expect(stepCivil('', 'day', 1)).toBe('');
});
