import { expect, test } from 'vitest';
import { civilInput, parseCivilInput } from './civil-input.ts';

test('a date and time field shows and reads the zone of the city, not of the machine', () => {
  const ms = Date.parse('2026-11-23T08:30:00Z');
  expect(civilInput(ms, 'Asia/Ho_Chi_Minh')).toBe('2026-11-23T15:30');
  expect(parseCivilInput('2026-11-23T15:30', 'Asia/Ho_Chi_Minh')).toBe(ms);
});

test('what is read shows the same again across a change of clocks', () => {
  for (const text of ['2026-03-29T01:59', '2026-03-29T03:00', '2026-10-25T04:00', '2026-07-01T00:00'])
    expect(civilInput(parseCivilInput(text, 'Europe/Berlin')!, 'Europe/Berlin')).toBe(text);
});

test('no date is no instant', () => {
  expect(parseCivilInput('', 'UTC')).toBeNull();
  expect(parseCivilInput('2026-13-45T10:00', 'UTC')).toBeNull();
});
