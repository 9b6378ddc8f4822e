import { expect, test } from 'vitest';
import { checkCityPack, loadCityPack } from './load-city-pack.ts';
import { formatPackFault } from './pack-fault.ts';
import { withPack } from './pack-fixture.ts';
import { dayKind, isWorkingDay } from './working-calendar.ts';

const CALENDAR = `years: [2026]
weekend: [6, 7]
holidays:
  - { name: { vi: Tết, en: Tet }, from: '2026-02-16', to: '2026-02-20', source: decree }
  - { name: { vi: Sắp tới, en: Coming }, from: '2026-11-24', source: plan, provisional: true }
swaps:
  - { off: '2026-08-31', work: '2026-08-22', source: decree }
periods:
  - { id: report, name: { vi: Kỳ, en: Month }, every: month, dayOfMonth: 25, at: '12:00' }
`;

function town() {
  const result = withPack({ 'calendar.yaml': CALENDAR }, loadCityPack);
  if (!result.ok) throw new Error(result.message);
  return result.value;
}

const pack = town();

test.each([
  ['2026-02-13', true, 'working'],
  ['2026-02-14', false, 'weekend'],
  ['2026-02-16', false, 'holiday'],
  ['2026-02-20', false, 'holiday'],
  ['2026-02-23', true, 'working'],
  ['2026-08-22', true, 'swapped-work'],
  ['2026-08-31', false, 'swapped-off'],
  ['2026-08-23', false, 'weekend'],
])('%s: working %s, a %s day', (...row) => {
  const [date, isWorking, kind] = row;
  expect(isWorkingDay(pack, date)).toBe(isWorking);
  expect(dayKind(pack, date)).toMatchObject({ kind, isProvisional: false });
});

test('a holiday that is only expected says so', () => {
  expect(dayKind(pack, '2026-11-24')).toEqual({
    kind: 'holiday',
    name: { vi: 'Sắp tới', en: 'Coming' },
    isProvisional: true,
  });
});

test('of a year without holidays nothing is said, not even that Monday is worked', () => {
  expect(isWorkingDay(pack, '2027-02-08')).toBeUndefined();
  expect(isWorkingDay({}, '2026-02-23')).toBeUndefined();
});

test.each([
  [
    "from: '2026-02-16', to: '2026-02-20'",
    "from: '2026-02-20', to: '2026-02-16'",
    'calendar.yaml:4: holidays[0]: must not end',
  ],
  [
    "from: '2026-11-24'",
    "from: '2026-02-18'",
    'calendar.yaml:5: holidays[1].from: falls on the same day as holiday 1',
  ],
  [
    "from: '2026-11-24'",
    "from: '2028-11-24'",
    'calendar.yaml:5: holidays[1].from: 2028-11-24 lies in none of the years 2026',
  ],
  [
    "work: '2026-08-22'",
    "work: '2026-08-21'",
    'calendar.yaml:7: swaps[0].work: 2026-08-21 is a working day already',
  ],
  ["off: '2026-08-31'", "off: '2026-08-30'", 'calendar.yaml:7: swaps[0].off: 2026-08-30 is off already'],
  ['dayOfMonth: 25, ', '', 'calendar.yaml:9: periods[0]: a monthly period names its dayOfMonth'],
  [
    "at: '12:00'",
    "at: '24:00'",
    'calendar.yaml:9: periods[0].at: expected a time of day as 06:00, found "24:00"',
  ],
  ['weekend: [6, 7]', 'weekend: [0, 6]', 'calendar.yaml:2: weekend[0]: '],
  ["'2026-11-24'", "'2026-11-31'", 'calendar.yaml:5: holidays[1].from: '],
])('calendar.yaml: %s written as %s is refused with its line', (...row) => {
  const [good, bad, message] = row;
  const spoilt = CALENDAR.replace(good, bad);
  expect(spoilt).not.toBe(CALENDAR);
  const faults = withPack({ 'calendar.yaml': spoilt }, (folder) =>
    checkCityPack(folder).map(formatPackFault),
  );
  expect(faults).toEqual([expect.stringContaining(message)]);
});
