import { expect, test } from 'vitest';

import { checkTimePattern, checkZone, makeTimeParser } from './local-time.ts';

const HCMC = 'Asia/Ho_Chi_Minh';

test.each([
  ['DD-MM-YYYY HH:mm', HCMC, '23-02-2021 21:00', '2021-02-23T14:00:00Z'],
  ['H:mm:ss D/M/YYYY', HCMC, '8:55:07 1/2/2026', '2026-02-01T01:55:07Z'],
  ['H:mm:ss D/M/YYYY', HCMC, '08:55:07 11/12/2026', '2026-12-11T01:55:07Z'],
  ['HH:mm - DD/MM/YYYY', HCMC, '08:00 - 01/02/2026', '2026-02-01T01:00:00Z'],
  ['ISO', 'Asia/Singapore', '2017-01-19 00:04:59', '2017-01-18T16:04:59Z'],
  ['ISO', 'UTC', '2014-08-01T07:50', '2014-08-01T07:50:00Z'],
  ['ISO', HCMC, '2026-02-02T05:19:01+0000', '2026-02-02T05:19:01Z'],
  ['ISO', HCMC, '2026-02-02T05:19:01.5-03', '2026-02-02T08:19:01.500Z'],
  ['ISO', HCMC, '2026-02-03T05:22:00Z', '2026-02-03T05:22:00Z'],
  ['epochMs', HCMC, '1700000000000', '2023-11-14T22:13:20Z'],
  ['epochS', HCMC, '1700000000.25', '2023-11-14T22:13:20.250Z'],
  ['YYYY.MM.DD HH:mm:ss.SSS Z', HCMC, '2026.02.03 05:22:00.120 +01:30', '2026-02-03T03:52:00.120Z'],
  ['DD.MM.YYYY HH:mm', 'Europe/Helsinki', '29.10.2023 03:30', '2023-10-29T00:30:00Z'],
  ['DD.MM.YYYY HH:mm', 'Europe/Helsinki', '29.10.2023 04:30', '2023-10-29T02:30:00Z'],
  ['DD.MM.YYYY HH:mm', 'Europe/Helsinki', '31.03.2024 03:30', '2024-03-31T01:30:00Z'],
  ['DD.MM.YYYY HH:mm', 'Europe/Helsinki', '31.03.2024 04:00', '2024-03-31T01:00:00Z'],
  ['ISO', '+05:30', '2026-01-01 00:00:00', '2025-12-31T18:30:00Z'],
] as const)('%s in %s: %s', (...[pattern, zone, text, wanted]) => {
  expect(makeTimeParser([pattern], zone)(text)).toBe(Date.parse(wanted));
});

test.each([
  ['DD-MM-YYYY HH:mm', '31-02-2021 21:00'],
  ['DD-MM-YYYY HH:mm', '2021-02-23 21:00'],
  ['DD-MM-YYYY HH:mm', '23-02-2021 21:00 '],
  ['H:mm:ss D/M/YYYY', '25:00:00 1/2/2026'],
  ['ISO', 'x'],
  ['ISO', ''],
  ['epochMs', '12 o’clock'],
  ['DD.MM.YYYY HH:mm', '23x02x2021 21:00'],
] as const)('%s does not read %j', (pattern, text) => {
  expect(makeTimeParser([pattern], HCMC)(text)).toBeNaN();
});

test('spellings are tried in order', () => {
  expect(makeTimeParser(['DD/MM/YYYY HH:mm', 'MM/DD/YYYY HH:mm'], 'UTC')('01/02/2026 00:00')).toBe(
    Date.UTC(2026, 1, 1),
  );
  expect(makeTimeParser(['DD/MM/YYYY HH:mm', 'MM/DD/YYYY HH:mm'], 'UTC')('01/22/2026 00:00')).toBe(
    Date.UTC(2026, 0, 22),
  );
});

test('a pattern must name day, month, year and hour, each once', () => {
  expect(checkTimePattern('DD/MM HH:mm')).toMatch(/has no Y/);
  expect(checkTimePattern('DD/MM/YYYY')).toMatch(/has no H/);
  expect(checkTimePattern('DD/MM/YYYY HH:MM')).toMatch(/already/);
  expect(['ISO', 'epochMs', 'HH:mm - DD/MM/YYYY'].map(checkTimePattern)).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test('zones', () => {
  expect([HCMC, 'UTC', '+07:00', 'Asia/Saigonn', ''].map(checkZone)).toEqual([
    true,
    true,
    true,
    false,
    false,
  ]);
});
